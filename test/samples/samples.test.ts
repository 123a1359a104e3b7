import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { expectedPath, mapSample, parsePostings } from '../../scripts/sample/expected.ts'
import { readSampledClients } from '../../scripts/sample/find.ts'

const clients = await readSampledClients('.')
const sampled = (clients.ok ? clients.value : []).flatMap(({ feeds }) =>
  feeds.flatMap((feed) => {
    const expected = feed.source.file === undefined ? undefined : expectedPath(feed.source.file.path)
    return expected !== undefined && existsSync(expected) ? [{ feed, expected }] : []
  }),
)

describe('samples', () => {
  it('are read from client files without problems', () => {
    expect(clients).toMatchObject({ ok: true })
  })

  it.each(sampled)('$expected holds what $feed.id makes of its sample', async ({ feed, expected }) => {
    const { postings, reasons } = await mapSample(feed, '.')

    const wanted = parsePostings(readFileSync(expected, 'utf8'))

    expect(
      { postings, reasons },
      `the mapping gives other postings; where that is meant: npm run sample -- ${feed.id} --update, then review the difference`,
    ).toEqual({ postings: wanted, reasons: [] })
  })
})
