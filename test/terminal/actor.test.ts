import { describe, expect, it } from 'vitest'
import { UsageError } from '../../scripts/errors.ts'
import { actorOf } from '../../scripts/terminal/actor.ts'

function nobody(): string {
  throw new Error('uv_os_get_passwd returned ENOENT')
}

describe('actorOf', () => {
  it.each([
    ['octo-am', { GITHUB_ACTOR: 'octo-bot' }, 'octo-am'],
    [undefined, { GITHUB_ACTOR: 'octo-bot' }, 'octo-bot'],
    ['', { GITHUB_ACTOR: 'octo-bot' }, 'octo-bot'],
  ])('takes %s with %j for %s, and asks no machine', (given, variables, actor) => {
    expect(actorOf({ given, option: '--by' }, variables, nobody)).toBe(actor)
  })

  it('takes the user of the machine where nobody else is named', () => {
    expect(actorOf({ given: undefined, option: '--by' }, { GITHUB_ACTOR: '' }, () => 'ada')).toBe('ada')
  })

  it('asks for a name where that user has none', () => {
    const asking = () => actorOf({ given: undefined, option: '--by' }, {}, nobody)

    expect(asking).toThrow(UsageError)
    expect(asking).toThrow('say with --by who it is')
  })
})
