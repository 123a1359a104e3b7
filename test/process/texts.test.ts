import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { renderTypes } from '../../scripts/config/types.ts'
import { contentHash } from '../../scripts/process/content.ts'
import { readMarker, writeMarker } from '../../scripts/process/marker.ts'
import { parseTeam } from '../../scripts/process/team.ts'
import { nextVersion } from '../../scripts/process/version.ts'

describe('nextVersion', () => {
  it.each([
    [[], 'v2026.03.02'],
    [['v2026.03.01'], 'v2026.03.02'],
    [['v2026.03.02'], 'v2026.03.02.2'],
    [['v2026.03.02', 'v2026.03.02.2'], 'v2026.03.02.3'],
  ])('after %j comes %s', (tags, next) => {
    expect(nextVersion(tags, '2026-03-02')).toBe(next)
  })
})

describe('markers', () => {
  it('carry any text and cannot be ended by it', () => {
    const marker = writeMarker('shown', { client: 'a --> <script> -- b' })

    expect(marker.match(/-->/g)).toHaveLength(1)
    expect(readMarker('shown', `${marker}\ntext`)).toEqual({ client: 'a --> <script> -- b' })
  })

  it('count at the beginning only', () => {
    expect(readMarker('shown', `> ${writeMarker('shown', { client: 'acme' })}`)).toBeUndefined()
    expect(readMarker('shown', '<!-- client-imports:shown {broken -->')).toBeUndefined()
  })
})

describe('contentHash', () => {
  it.each([
    ['staging', { staging: 's2', production: 'p1', samples: { 'acme/jobs': 'x1' } }],
    ['production', { staging: 's1', production: 'p2', samples: { 'acme/jobs': 'x1' } }],
    ['the sample postings', { staging: 's1', production: 'p1', samples: { 'acme/jobs': 'x2' } }],
  ])('changes with %s', (_, content) => {
    expect(contentHash(content)).not.toBe(contentHash({ staging: 's1', production: 'p1', samples: { 'acme/jobs': 'x1' } }))
  })
})

describe('parseTeam', () => {
  it('reads the file of this repository, with two reviewers at least', () => {
    const team = parseTeam(readFileSync('.github/team.yml', 'utf8'))

    expect(team).toMatchObject({ ok: true })
    expect(team.ok && Object.values(team.value.people).filter(({ roles }) => roles.includes('reviewer')).length).toBeGreaterThan(1)
  })

  it('names the place of a fault', () => {
    const team = parseTeam('app: importer\npeople:\n  ada:\n    roles: [reviewr]\n')

    expect(team).toMatchObject({
      ok: false,
      problems: [{ file: '.github/team.yml', line: 4, column: 13, path: ['people', 'ada', 'roles', '0'] }],
    })
  })

  it('has the types that the schema gives', async () => {
    const from = 'schemas/team.schema.json'

    expect(readFileSync('scripts/model/team.ts', 'utf8')).toBe(await renderTypes(JSON.parse(readFileSync(from, 'utf8')), from))
  })
})
