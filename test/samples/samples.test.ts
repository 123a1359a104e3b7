import { existsSync, globSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { expectedEnding, isSamplePath, sampleFolder } from '../../scripts/model/sample-place.ts'
import { expectedPath, mapSample, renderPostings } from '../../scripts/sample/expected.ts'
import { readSampledClients } from '../../scripts/sample/find.ts'

const clients = await readSampledClients('.')
const sampled = (clients.ok ? clients.value : []).flatMap(({ feeds }) =>
  feeds.flatMap((feed) => {
    const path = feed.source.file?.path ?? ''
    return isSamplePath(path) ? [{ feed, expected: expectedPath(path) }] : []
  }),
)

describe('samples', () => {
  it('are read from client files without problems', () => {
    expect(clients).toMatchObject({ ok: true })
  })

  it('have each their postings beside them (else: npm run sample -- <client> --update)', () => {
    expect(sampled.map(({ expected }) => expected).filter((expected) => !existsSync(expected))).toEqual([])
  })

  it('leave no postings behind whose feed is gone or called otherwise', () => {
    const found = globSync(`${sampleFolder}/*/*${expectedEnding}`).map((path) => path.replaceAll('\\', '/'))

    expect(found.filter((path) => !sampled.some(({ expected }) => expected === path))).toEqual([])
  })

  it.each(sampled)('$expected holds what $feed.id makes of its sample', async ({ feed, expected }) => {
    const { postings, reasons } = await mapSample(feed, '.')

    const text = readFileSync(expected, 'utf8')
    const wanted = text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))

    expect(
      { postings, reasons },
      `the mapping gives other postings; where that is meant: npm run sample -- ${feed.id} --update, then review the difference`,
    ).toEqual({ postings: wanted, reasons: [] })
    // Otherwise an update would change every line, and hide from a reviewer the one that matters.
    expect(text, `written otherwise: npm run sample -- ${feed.id} --update`).toBe(renderPostings(postings))
  })
})
