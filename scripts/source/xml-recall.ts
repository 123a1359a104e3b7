import type { SourceRecord } from '../model/record.ts'
import { type Known, type Piece, type Recall, recallRecords, withKnown } from './recall.ts'
import { XmlSlices } from './xml-slices.ts'

/** Some of an XML text, and which of its records are recalled. */
export interface XmlGroup {
  /** As it came, but that an empty element of the same length in lines and columns stands in place of each record that is recalled. */
  readonly text: string
  /** The records that end in it, in order; undefined where nothing is to be recalled. */
  readonly records?: readonly Known<Piece>[]
}

/** Takes the records that are recalled out of an XML text. `path`: the names of the record path. */
export async function* recallXml(
  text: AsyncIterable<string>,
  path: readonly string[],
  recall: Recall,
): AsyncGenerator<XmlGroup, void, undefined> {
  for await (const group of recallRecords(cut(text, path), recall)) {
    yield {
      text: group.map(({ piece, recalled }) => (recalled === undefined ? piece.text : emptyElement(path.at(-1)!, piece.text))).join(''),
      records: group.filter(({ piece }) => piece.isRecord),
    }
  }
}

async function* cut(text: AsyncIterable<string>, path: readonly string[]): AsyncGenerator<readonly Piece[], void, undefined> {
  const slices = new XmlSlices(path)
  for await (const chunk of text) yield slices.push(chunk)
  yield slices.end()
}

/** Nothing at all would not do: `a]]<job/>>` is well-formed, without the element it is not. */
function emptyElement(name: string, text: string): string {
  const lastLine = text.lastIndexOf('\n')
  let lines = 0
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lines += 1
  const columns = lastLine < 0 ? text.length - name.length - 1 : text.length - lastLine - 1
  return `<${name}${'\n'.repeat(lines)}${' '.repeat(Math.max(0, columns - 2))}/>`
}

/** The records that were read of a group, with what is known of them. */
export function joinKnown(records: readonly SourceRecord[], { records: known }: XmlGroup): readonly SourceRecord[] {
  if (known === undefined) return records
  if (records.length < known.length) throw new Error(`${known.length} records were cut, ${records.length} were read`)
  // Of those that come after cutting was given up nothing is known.
  return records.map((record, index) => withKnown(record, known[index]))
}
