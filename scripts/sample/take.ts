import { UsageError } from '../errors.ts'
import { compileMapping, type Mapped } from '../mapping/compile.ts'
import type { Feed } from '../model/feed.ts'
import { pathNames } from '../model/path.ts'
import type { TextEncoding } from '../source/decode.ts'
import { type Reading, readBytes, type SourceContext } from '../source/read.ts'
import { openUnnamedFile, type UnnamedFile } from '../temporary-folder.ts'
import { Chooser, type Fate } from './choose.ts'
import { cutCsv } from './cut-csv.ts'
import { cutJson } from './cut-json.ts'
import { cutLines } from './cut-lines.ts'
import { cutXml } from './cut-xml.ts'
import { encodeText } from './encode.ts'
import { Excerpt, type Piece } from './excerpt.ts'
import { type KeptIds, redactDocument } from './redact-json.ts'
import { parseRow, redactionFor } from './redact-record.ts'
import { shortenLists } from './shorten-json.ts'

// In bytes: a sample is committed, and reviewed by people.
const largestSample = 200_000

// A head or a tail of this length leaves no room for records in a sample.
const longestAround = 150_000

// JSON may have long lists beside the records, which can be shortened; this much of them is parsed in memory.
const longestJsonAround = 10_000_000

/** How the feed is read, and how many ordinary records are wanted. */
export interface TakeSteps {
  open(listeners: Pick<SourceContext, 'onBytes' | 'onEncoding'>): Promise<Reading>
  readonly ordinary: number
}

/** A sample, ready to be written. */
export interface Sample {
  readonly bytes: Buffer
  /** How the file's name ends. */
  readonly extension: string
  /** Records that were kept, and those of the feed. */
  readonly kept: number
  readonly records: number
}

/** What the first reading found out. */
interface Survey {
  readonly chooser: Chooser
  readonly encoding: TextEncoding
  readonly records: number
}

/**
 * Takes a sample of a feed: some records, whole and as they are written, with all that stands around them, redacted. The feed is read once, kept in
 * a file meanwhile and gone through a second time, so that memory does not grow with it. Throws SourceError where it cannot be read to its end.
 */
export async function takeSample(feed: Feed, { open, ordinary }: TakeSteps): Promise<Sample> {
  using file = await openUnnamedFile('sample')
  const survey = await readOnce(feed, file, { open, ordinary })
  if (survey.records === 0) throw new UsageError(`${feed.id} has no records now: there is nothing to cut`)
  // Elements take more room than the same fields as JSON, and how much more is known only afterwards.
  for (let size = largestSample; size > 1000; size /= 2) {
    const positions = survey.chooser.chosen(size)
    if (positions.size === 0) break
    const { pieces, records } = await cut(feed, readText(file, survey.encoding), positions)
    if (records !== survey.records) throw new Error(`${feed.id}: cut ${records} records where ${survey.records} were read`)
    const redacted = redactPieces(feed, pieces, await idsOf(feed, pieces, survey.encoding))
    const bytes = encodeText(withinLimit(feed, redacted), survey.encoding)
    if (bytes.length <= largestSample) return { bytes, extension: extensionOf(feed), kept: positions.size, records: survey.records }
  }
  throw new UsageError(
    `${feed.id}: ${survey.records} records, of which none fits a sample of ${largestSample} bytes: there is nothing to cut`,
  )
}

async function readOnce(feed: Feed, file: UnnamedFile, { open, ordinary }: TakeSteps): Promise<Survey> {
  const mapper = compileMapping(feed)
  const chooser = new Chooser(ordinary)
  let encoding: TextEncoding = { label: 'utf-8', namedBy: 'default' }
  let records = 0
  await using reading = await open({
    onBytes: (bytes) => file.write(bytes),
    onEncoding: (found) => {
      encoding = found
    },
  })
  for await (const batch of reading.records) {
    await mapper.prepare?.(batch)
    for (const record of batch) {
      records += 1
      chooser.look(record, fateOf(mapper.map(record)))
    }
  }
  return { chooser, encoding, records }
}

function fateOf(mapped: Mapped): Fate {
  if (mapped.ok) return 'posting'
  return mapped.skipped === undefined ? 'leftOut' : 'skipped'
}

async function* readText(file: UnnamedFile, { label }: TextEncoding): AsyncGenerator<string, void, undefined> {
  const decoder = new TextDecoder(label)
  for await (const chunk of file.read()) {
    const text = decoder.decode(chunk, { stream: true })
    if (text !== '') yield text
  }
}

/** The pieces of the text around and of the records at `positions`, and how many records it has. */
async function cut(
  feed: Feed,
  text: AsyncIterable<string>,
  positions: ReadonlySet<number>,
): Promise<{ readonly pieces: readonly Piece[]; readonly records: number }> {
  const { csv, xml, json } = feed.source.format
  const separator = json === undefined ? /^\s*$/ : /^\s*,\s*$/
  const excerpt = new Excerpt({
    isKept: (position) => positions.has(position),
    isSeparator: (gap) => separator.test(gap),
    longestAround: json === undefined ? longestAround : longestJsonAround,
  })
  if (xml !== undefined) await cutXml(text, xml.records, excerpt)
  else if (json !== undefined) await cutJson(text, json.records, excerpt)
  else if (csv !== undefined) await cutCsv(text, csv, excerpt)
  else await cutLines(text, excerpt)
  return { pieces: excerpt.finish(), records: excerpt.count }
}

/** Ids of the postings that the kept records become; a mail address is nobody's id. */
async function idsOf(feed: Feed, pieces: readonly Piece[], encoding: TextEncoding): Promise<KeptIds> {
  const mapper = compileMapping(feed)
  const ids = new Set<string>()
  for await (const batch of readBytes(feed, encodeText(pieces.map(({ text }) => text).join(''), encoding)).records) {
    await mapper.prepare?.(batch)
    for (const mapped of batch.map((record) => mapper.map(record))) {
      if (mapped.ok && !mapped.posting.id.includes('@')) ids.add(mapped.posting.id)
    }
  }
  return ids
}

function redactPieces(feed: Feed, pieces: readonly Piece[], ids: KeptIds): string {
  const { csv, json } = feed.source.format
  if (json !== undefined) return redactDocument(pieces, ids)
  const head = pieces[0]?.kind === 'around' ? pieces[0].text : ''
  const redact = redactionFor(feed.source.format, csv === undefined ? [] : (csv.header ?? parseRow(head.trimStart(), csv)), ids)
  return pieces.map(({ kind, text }) => redact(text, kind)).join('')
}

/** The text, or where it is JSON and too long, the text without most of what stands beside the records. */
function withinLimit({ source: { format } }: Feed, text: string): string {
  if (format.json === undefined || text.length <= largestSample) return text
  return shortenLists(text, format.json.records === undefined ? [] : pathNames(format.json.records))
}

function extensionOf({ source: { format } }: Feed): string {
  if (format.xml !== undefined) return 'xml'
  if (format.json !== undefined) return 'json'
  if (format.csv === undefined) return 'jsonl'
  return format.csv.delimiter === '\t' ? 'tsv' : 'csv'
}
