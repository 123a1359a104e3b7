import { SaxesParser } from 'saxes'
import { SourceError } from '../errors.ts'
import type { XmlFormat } from '../model/client.ts'
import { counted } from '../model/counted.ts'
import { pathNames } from '../model/path.ts'
import type { SourceRecord } from '../model/record.ts'
import type { Besides } from './recall.ts'
import { readCDataInRuns } from './xml-cdata.ts'
import { joinKnown, recallXml, type XmlGroup } from './xml-recall.ts'
import { XmlRecords } from './xml-records.ts'
import type { XmlSurroundings } from './xml-surroundings.ts'

// No real record nears these: the longest of the feeds that were looked at has 200,000 characters and 12 levels. They bound memory.
const longestRecord = 10_000_000
const deepestElement = 200

/**
 * Records of an XML 1.0 document, in batches as they are read. Any fault of form ends the reading with `wrongFormat` and line:column,
 * an end inside the root with `truncated`, a record path that leads nowhere with `pathMissing`.
 *
 * A document type is allowed only bare (`<!DOCTYPE source>`), where it neither declares nor loads anything: internal subsets are how
 * entity bombs come, external ones how local files leave.
 */
export async function* readXml(
  text: AsyncIterable<string>,
  format: XmlFormat,
  feed: string,
  { beside, recall }: Besides<XmlSurroundings> = {},
): AsyncGenerator<readonly SourceRecord[], void, undefined> {
  const names = pathNames(format.records)
  const records = new XmlRecords(names, { markup: format.markup?.map(pathNames), beside })
  const parser = startParser(records, feed)
  // Characters since a record ended or, outside records, a tag was read: what the parser and the open record may hold.
  let held = 0
  let tags = 0

  for await (const group of recall === undefined ? whole(text) : recallXml(text, names, recall)) {
    parser.write(group.text)
    refuseAmpersand(parser, hiddenOf(parser).entity, feed)
    const batch = joinKnown(records.takeBatch(), group)
    const isMoving = batch.length > 0 || (!records.isInside && records.tags > tags)
    held = isMoving ? 0 : held + group.text.length
    tags = records.tags
    if (held > longestRecord) {
      throw new SourceError(
        feed,
        'tooLarge',
        `a record is longer than ${longestRecord} characters; is "${format.records}" the record path?`,
      )
    }
    if (batch.length > 0) yield batch
  }
  endParser(parser, records, feed)
  const rest = records.takeBatch()
  if (rest.length > 0) yield rest
  if (records.count === 0 && !records.isEmptyList()) {
    throw new SourceError(feed, 'pathMissing', `no element at "${format.records}"; the root is <${records.root}>${records.hint()}`)
  }
}

async function* whole(text: AsyncIterable<string>): AsyncGenerator<XmlGroup, void, undefined> {
  for await (const chunk of text) yield { text: chunk }
}

/** Members of saxes that its types hide: the reference that is being read, and what resolves a whole one. */
interface Hidden {
  readonly entity: string
  parseEntity(reference: string): string
}

function hiddenOf(parser: SaxesParser): Hidden {
  return parser as unknown as Hidden
}

function startParser(records: XmlRecords, feed: string): SaxesParser {
  const parser = new SaxesParser({ xmlns: false, position: true })
  readCDataInRuns(parser)
  const hidden = hiddenOf(parser)
  const resolve = hidden.parseEntity.bind(parser)
  hidden.parseEntity = (reference) => {
    const known = parser.ENTITIES[reference]
    if (known !== undefined) return known
    refuseAmpersand(parser, reference, feed)
    // Those of HTML are the commonest.
    if (/^[a-z]/i.test(reference)) fail(`XML knows no "&${reference};", expected its number, as in "&#160;"`)
    return asMeant(resolve(reference))
  }
  const fail = (message: string) => {
    throw new SourceError(feed, 'wrongFormat', `not well-formed XML, line ${parser.line}, column ${parser.column}: ${message}`)
  }
  parser.on('error', (error) => fail(error.message.replace(/^\d+:\d+: /, '')))
  parser.on('doctype', (doctype) => {
    if (/[[\]]|\b(?:SYSTEM|PUBLIC)\b/.test(doctype)) fail('a document type with declarations is refused')
  })
  parser.on('opentag', (tag) => {
    if (records.depth >= deepestElement) fail(`more than ${deepestElement} levels`)
    records.open(tag.name, tag.attributes as Readonly<Record<string, string>>)
  })
  parser.on('closetag', () => records.close())
  parser.on('text', (value) => records.add(value))
  parser.on('cdata', (value) => records.add(value))
  return parser
}

const windows1252 = new TextDecoder('windows-1252')

/** What a numeric reference stands for: `&#150;` is a control character by the book, and a dash of windows-1252 wherever it is written (as in HTML). */
function asMeant(text: string): string {
  const isControl = text.length === 1 && text >= '\u0080' && text <= '\u009f'
  return isControl ? windows1252.decode(Uint8Array.of(text.charCodeAt(0))) : text
}

/**
 * Refuses an ampersand that begins no reference, the commonest fault of XML written by hand, at its own line: saxes reads on to the next semicolon
 * before it complains, which may be hundreds of lines away or never come. `reference` is what has been read after it.
 */
function refuseAmpersand(parser: SaxesParser, reference: string, feed: string): void {
  if (!/[\s<&]/.test(reference)) return
  const line = parser.line - (reference.split('\n').length - 1)
  throw new SourceError(feed, 'wrongFormat', `not well-formed XML, line ${line}: "&" stands by itself, expected "&amp;"`)
}

function endParser(parser: SaxesParser, records: XmlRecords, feed: string): void {
  // What saxes says of an end inside the root depends on where it fell; that it fell there is all that matters.
  if (records.depth > 0) {
    throw new SourceError(
      feed,
      'truncated',
      `the document ends inside <${records.root}>, line ${parser.line}, after ${counted(records.count, 'record')}`,
    )
  }
  parser.close()
}
