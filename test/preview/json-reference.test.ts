import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { reportFeed } from '../../scripts/preview/report-feed.ts'
import { readBytes } from '../../scripts/source/read.ts'
import { aFeed } from '../support/build.ts'

const [section = ''] = readFileSync('clients/README.md', 'utf8').split('### What a preview says as JSON\n')[1]?.split('\n## ') ?? []

describe('clients/README.md', () => {
  it('names every field of a preview as JSON, and no other', async () => {
    const mapping = { id: 'id', title: 'title', url: { const: 'https://acme.example/' } }
    const feed = aFeed({ mapping, source: { file: { path: 'x' }, format: { json: {} } }, keep: [{ path: 'id', isNot: '3' }] })
    const bytes = Buffer.from('[{ "id": "1", "title": "A" }, { "id": "2" }, { "id": "3" }]')

    const { base, ...report } = await reportFeed(
      feed,
      { origin: { kind: 'file', place: 'x' }, open: async (context) => readBytes(feed, bytes, context) },
      {
        base: { ref: 'HEAD', feeds: [feed], problems: [] },
        context: { secrets: {}, privateHosts: [] },
        now: new Date(0),
        see: async () => {},
        progress: () => ({ note: () => {}, update: () => {}, stop: () => {} }),
      },
    )

    const fields = [...section.matchAll(/^\| (`[^|]+) \|/gm)].flatMap(([, names]) => names!.replaceAll('`', '').split(', '))
    // A run that would be saved has no cause.
    expect(fields.sort()).toEqual([...new Set([...Object.keys(report), 'base', 'cause'])].sort())
    expect(Object.keys(report.counts).filter((name) => !section.includes(`\`${name}\``))).toEqual([])
    expect(Object.keys(base ?? {}).filter((name) => !section.includes(`\`${name}\``))).toEqual([])
    expect(Object.keys(base?.difference?.counts ?? {}).filter((name) => !section.includes(`\`${name}\``))).toEqual([])
    expect(Object.keys(base?.difference ?? {}).filter((name) => !section.includes(`\`${name}\``))).toEqual([])
  })
})
