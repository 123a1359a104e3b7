import { describe, expect, it } from 'vitest'
import { findAuthors } from '../../scripts/process/authors.ts'
import { aTeam } from './build.ts'

const trailer = (line: string) => [{ message: `Add acme\n\n${line}\n`, logins: ['dev'] }]

describe('findAuthors', () => {
  it.each([
    ['its noreply address', 'Co-authored-by: X <123+Bo@users.noreply.github.com>', 'Bo'],
    ['an address in team.yml', 'co-authored-by: X <ADA@example.org>', 'ada'],
    ['the name in team.yml', 'Co-Authored-By: bo berg <private@example.org>', 'bo'],
    ['the user name', 'Co-authored-by: bo <private@example.org>', 'bo'],
  ])('knows a co-author by %s', (_, line, login) => {
    expect(findAuthors('dev', trailer(line), aTeam()).logins).toEqual(['dev', login])
  })

  it('counts every commit’s author and committer, but not the machine that merges', () => {
    const commits = [{ message: 'A', logins: ['ada', 'web-flow'] }]

    expect(findAuthors('dev', commits, aTeam())).toEqual({ logins: ['dev', 'ada'], unknown: [] })
  })

  it('tells of a co-author whom nobody knows', () => {
    expect(findAuthors('dev', trailer('Co-authored-by: Eve <eve@example.org>'), aTeam()).unknown).toEqual(['Eve'])
  })
})
