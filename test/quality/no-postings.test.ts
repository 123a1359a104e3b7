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
const csv = { csv: {} }
const declared = { csv: { header: ['id', 'title', 'url'] } }
const jsonl = { jsonl: {} }
const job = '<job><id>1</id><title>x</title><url>https://acme.example/1</url></job>'
const posting = '{"id":1,"title":"x","url":"https://acme.example/1"}'

// Nothing but the end of its directory (APPNOTE.TXT of PKWARE, 4.3.16).
const emptyZip = Buffer.concat([Buffer.from([0x50, 0x4b, 0x05, 0x06]), Buffer.alloc(18)])

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
    return [`failed ${error.causeName}`, 'keeps']
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
    ['unreadable: an error as text instead of CSV', csv, 'Service unavailable', {}, 'failed pathMissing', 'keeps'],
    ['unreadable: an error as JSON instead of CSV', csv, '{"error":"down","code":503}', {}, 'failed pathMissing', 'keeps'],
    ['unreadable: an error as XML instead of CSV', csv, '<error>\n<code>503</code>\n</error>', {}, 'failed pathMissing', 'keeps'],
    ['unreadable: an empty zip archive instead of CSV', csv, emptyZip, {}, 'failed wrongFormat', 'keeps'],
    [
      'unreadable: an error as text, where the client file has the header',
      declared,
      'Service unavailable\n',
      {},
      'failed wrongFormat',
      'keeps',
    ],
    ['unreadable: nothing at all, where the client file has the header', declared, '\n', {}, 'failed wrongFormat', 'keeps'],
    ['the header row is missing', csv, '1,x,https://acme.example/1\n', {}, 'failed pathMissing', 'keeps'],
    ['the header row lacks the id', csv, 'ref,title,url\n1,x,https://acme.example/1\n', {}, 'failed pathMissing', 'keeps'],
    [
      'the header row lacks what keep looks at',
      csv,
      'id,title,url\n',
      { keep: [{ path: 'status', isNot: 'closed' }] },
      'failed pathMissing',
      'keeps',
    ],
    ['no row has the fields of the header', csv, 'id,title,url\n1;x;https://acme.example/1\n', {}, 'failed wrongFormat', 'keeps'],
    ['truly empty CSV, not confirmed', csv, 'id,title,url\n', {}, 'held empty', 'keeps'],
    ['truly empty CSV, confirmed by the client file', csv, 'id,title,url\n', { expect: { postings: { min: 0 } } }, 'good', 'removes'],
    ['an error as JSON Lines', jsonl, '{"error":"down"}\n', {}, 'held mapping', 'keeps'],
    [
      'an error as JSON Lines, which keep leaves out',
      jsonl,
      '{"error":"down"}\n',
      { keep: [{ path: 'open', is: true }] },
      'held mapping',
      'keeps',
    ],
    [
      'an error as JSON Lines, which keep leaves out, even where empty is fine',
      jsonl,
      '{"error":"down"}\n',
      { keep: [{ path: 'open', is: true }], expect: { postings: { min: 0 } } },
      'held mapping',
      'keeps',
    ],
    ['another document, where the records are the root', { xml: { records: 'job' } }, '<error/>', {}, 'failed pathMissing', 'keeps'],
    [
      'an element in XML that keep leaves out and that is no posting',
      xml,
      '<jobs><job><error/></job></jobs>',
      { keep: [{ path: 'open', is: true }] },
      'held mapping',
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

describe('a header of CSV without what the mapping needs', () => {
  async function refusalOf(header: string, overrides: Partial<Feed>): Promise<string> {
    const feed = aFeed({ source: { file: { path: '-' }, format: csv }, mapping: { id: 'id', title: 'title', url: 'url' }, ...overrides })
    try {
      for await (const _batch of readBytes(feed, Buffer.from(header)).records);
      return 'read'
    } catch (error) {
      return (error as Error).message
    }
  }

  it.each([
    ['names what was found and what is read', 'a,b', {}, 'no column for id (id), title (title), url (url): the header names "a", "b"'],
    [
      'names every field that would do',
      'title,url',
      { mapping: { id: { from: ['ref', 'id'] }, title: 'title', url: 'url' } },
      'no column for id (ref, id): the header names "title", "url"',
    ],
    ['does not name a whole record', `${'x'.repeat(300)},1`, {}, `…`],
  ] as [string, string, Partial<Feed>, string][])('%s', async (_what, header, overrides, message) => {
    expect(await refusalOf(header, overrides)).toMatch(new RegExp(`${message.replaceAll(/[()]/g, '\\$&')}$`))
  })

  it.each([
    ['one of several fields will do', 'id,title,url', { mapping: { id: { from: ['ref', 'id'] }, title: ['name', 'title'], url: 'url' } }],
    ['a value is stated', 'id,url', { mapping: { id: 'id', title: { from: 'title', else: 'Posting' }, url: 'url' } }],
    ['a value is computed', 'id,title', { mapping: { id: 'id', title: 'title', url: { expr: '"https://acme.example/" & id' } } }],
    ['other properties have no column', 'id,title,url', { mapping: { id: 'id', title: 'title', url: 'url', salary: 'pay' } }],
  ] as [string, string, Partial<Feed>][])('is none where %s', async (_what, header, overrides) => {
    expect(await refusalOf(header, overrides)).toBe('read')
  })
})
