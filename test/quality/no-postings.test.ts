import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { SourceError } from '../../scripts/errors.ts'
import { compileMapping } from '../../scripts/mapping/compile.ts'
import { Tally } from '../../scripts/mapping/tally.ts'
import type { Feed } from '../../scripts/model/feed.ts'
import { judge } from '../../scripts/quality/judge.ts'
import { readBytes } from '../../scripts/source/read.ts'
import { aFeed } from '../support/build.ts'

const json = { json: { records: 'jobs', total: 'total' } }
const xml = { xml: { records: 'jobs.job' } }
const job = '<job><id>1</id><title>x</title><url>https://acme.example/1</url></job>'
const posting = '{"id":1,"title":"x","url":"https://acme.example/1"}'

/** How a run of these bytes ends, and whether it may remove postings that it does not list. */
async function endingOf(format: Feed['source']['format'], content: string | Uint8Array, overrides: Partial<Feed>) {
  const mapping = { id: 'id', title: 'title', url: 'url' }
  const feed = aFeed({ source: { file: { path: '-' }, format }, mapping, expect: { postings: { min: 1 } }, ...overrides })
  const mapper = compileMapping(feed)
  const tally = new Tally()
  try {
    const reading = readBytes(feed, typeof content === 'string' ? Buffer.from(content) : content)
    for await (const batch of reading.records) for (const record of batch) tally.add(mapper.map(record))
    const { hold, mayRemove } = judge(tally.measured(), reading.facts(), feed, { live: 1, goodRuns: [1, 1, 1] })
    return [hold === undefined ? 'good' : `held ${hold.cause}`, mayRemove ? 'removes' : 'keeps']
  } catch (error) {
    if (!(error instanceof SourceError)) throw error
    return [`failed ${error.reason}`, 'keeps']
  }
}

describe('no postings', () => {
  it.each([
    ['unreadable: a login page', xml, '<!DOCTYPE html><html></html>', {}, 'failed webPage', 'keeps'],
    ['unreadable: nothing at all', xml, '', {}, 'failed wrongFormat', 'keeps'],
    ['unreadable: another format', xml, '{"jobs":[]}', {}, 'failed wrongFormat', 'keeps'],
    [
      'unreadable: a broken archive',
      xml,
      Buffer.concat([gzipSync('x').subarray(0, 10), Buffer.alloc(20, 7)]),
      {},
      'failed wrongFormat',
      'keeps',
    ],
    [
      'the record path is missing, in XML',
      xml,
      `<jobs><vacancies>${job}</vacancies><vacancies>${job}</vacancies></jobs>`,
      {},
      'failed pathMissing',
      'keeps',
    ],
    ['the record path is missing, in JSON', json, '{"error":"no such board"}', {}, 'failed pathMissing', 'keeps'],
    ['truly empty, not confirmed', xml, '<jobs></jobs>', {}, 'held empty', 'keeps'],
    ['truly empty, by the source’s own count too', json, '{"jobs":[],"total":0}', {}, 'held empty', 'keeps'],
    ['truly empty, confirmed by the client file', xml, '<jobs></jobs>', { expect: { postings: { min: 0 } } }, 'good', 'removes'],
    [
      'empty, but for what keep leaves out',
      json,
      `{"jobs":[${posting}],"total":1}`,
      { keep: [{ path: 'open', is: true }] },
      'held empty',
      'keeps',
    ],
    ['cut within the list', xml, `<jobs>${job}`, {}, 'failed truncated', 'keeps'],
    ['cut within a compressed file', xml, gzipSync(`<jobs>${job}</jobs>`).subarray(0, -12), {}, 'failed truncated', 'keeps'],
    ['an empty page of a list that is not', json, '{"jobs":[],"total":40}', {}, 'held truncated', 'keeps'],
    [
      'an empty page of a list that is not, even where empty is fine',
      json,
      '{"jobs":[],"total":40}',
      { expect: { postings: { min: 0 } } },
      'held truncated',
      'keeps',
    ],
    ['no record that can be mapped', json, '{"jobs":[{"id":1}],"total":1}', {}, 'held mapping', 'keeps'],
    ['for comparison: a whole list', json, `{"jobs":[${posting}],"total":1}`, {}, 'good', 'removes'],
    ['for comparison: the first page of several', json, `{"jobs":[${posting}],"total":2}`, {}, 'good', 'keeps'],
  ] as [string, Feed['source']['format'], string | Uint8Array, Partial<Feed>, string, string][])(
    '%s',
    async (_what, format, content, overrides, outcome, effect) => {
      expect(await endingOf(format, content, overrides)).toEqual([outcome, effect])
    },
  )
})
