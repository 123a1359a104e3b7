import fc from 'fast-check'

/** A well-formed XML document, and a record path that may lead somewhere in it. */
export interface XmlDocument {
  readonly path: readonly string[]
  readonly text: string
}

const paths = [['source', 'job'], ['source', 'jobs', 'job'], ['job'], ['a', 'a', 'a'], ['source', 'g:job']] as const
const names = ['job', 'jobs', 'g:job', 'source', 'a', 'jo', 'job-x', 'jobé']

const space = fc.constantFrom('', ' ', '\n', '\r\n', '\t ')
const someSpace = space.map((blank) => blank || ' ')

/** Words in a row, with what would be a fault there put out of the way. */
function row(words: readonly string[], repair: (text: string) => string): fc.Arbitrary<string> {
  return fc.array(fc.constantFrom(...words), { maxLength: 6 }).map((chosen) => repair(chosen.join('')))
}

const tags = ['<job>', '</job>', '<job/>', '<', '>', '</', 'job', ' ', 'x', '\r\n', '–', '𝄞']

const characters = row(['x', '>', ']', ']]', '/>', '&lt;job>', '&#233;', '"', "'", 'é', '–', '𝄞', '\n', '\r\n'], (text) =>
  text.replaceAll(']]>', ']]&gt;'),
)
const comment = row([...tags, '-', '- ', ']]>', '?>', '<![CDATA['], (text) => `<!--${text.replaceAll('-', '- ')}-->`)
const cdata = row([...tags, ']', ']]', '-->', '<!--', '?>', '&'], (text) => `<![CDATA[${text.replaceAll(']]>', ']] >')}]]>`)
const instruction = row([...tags, '?', '-->', ']]>', '"'], (text) => `<?xml-p ${text.replaceAll('?>', '? >')}?>`)
const beside = fc.array(fc.oneof(comment, instruction, someSpace), { maxLength: 2 }).map((parts) => parts.join(''))

const value = fc.oneof(
  row(['x', '>', '/>', "'", '&amp;', ']]>', '--', '–', '/'], (text) => `"${text}"`),
  row(['x', '>', '/>', '"', '&lt;', ']]>', '?>', '\n', '/'], (text) => `'${text}'`),
)
const attribute = (name: string) =>
  fc.tuple(someSpace, space, space, value).map(([before, left, right, text]) => `${before}${name}${left}=${right}${text}`)
const attributes = fc
  .tuple(fc.option(attribute('a')), fc.option(attribute('xmlns:g')))
  .map(([first, second]) => (first ?? '') + (second ?? ''))

/** An element of that name around that inside. */
function element(name: fc.Arbitrary<string>, inside: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return fc
    .tuple(name, attributes, space, inside, space, fc.boolean())
    .map(([tag, written, before, text, after, isShort]) =>
      text === '' && isShort ? `<${tag}${written}${before}/>` : `<${tag}${written}${before}>${text}</${tag}${after}>`,
    )
}

const { content } = fc.letrec<{ content: string; node: string }>((tie) => ({
  // Characters never stand beside characters, which together could be `]]>`.
  content: fc
    .array(fc.tuple(tie('node'), fc.option(characters)), { maxLength: 5 })
    .map((nodes) => nodes.map(([node, text]) => node + (text ?? '')).join('')),
  node: fc.oneof({ depthSize: 'small' }, cdata, comment, instruction, element(fc.constantFrom(...names), tie('content'))),
}))

/** Elements of the path around what is beside records, and around records: more than chance would bring. */
function along(path: readonly string[]): fc.Arbitrary<string> {
  const [name, ...rest] = path
  if (rest.length === 0) return element(fc.constant(name!), content)
  const child = fc.oneof(along(rest), along(rest), content)
  return element(
    fc.constant(name!),
    fc.array(child, { maxLength: 4 }).map((children) => children.join('')),
  )
}

const declaration = fc.constantFrom('', '\uFEFF', '<?xml version="1.0"?>', "<?xml\nversion = '1.0' encoding='utf-8' standalone='yes' ?>")
const doctype = fc.constantFrom('', '', '<!DOCTYPE source>', '<!DOCTYPE\n job >')

/** Well-formed documents with all that may hide a tag or look like one. */
export const xmlDocument: fc.Arbitrary<XmlDocument> = fc
  .constantFrom<readonly string[]>(...paths)
  .chain((path) =>
    fc
      .tuple(
        declaration,
        beside,
        doctype,
        beside,
        fc.oneof({ weight: 5, arbitrary: along(path) }, element(fc.constantFrom(...names), content)),
        beside,
      )
      .map((parts) => ({ path, text: parts.join('') })),
  )

/** The same, still without half a surrogate pair, which no decoder lets through, with something wrong here and there, mostly. */
export const xmlGarbage: fc.Arbitrary<XmlDocument> = fc
  .tuple(
    xmlDocument,
    fc.array(
      fc.tuple(fc.nat(), fc.nat(4), fc.constantFrom('', ...tags, '&', '&am', 'p;', '"', '<!--', '-->', '<![CDATA[', ']]>', '<?', '?>')),
      { minLength: 1, maxLength: 3 },
    ),
  )
  .map(([{ path, text }, changes]) => ({ path, text: changes.reduce(replaceSome, text).toWellFormed() }))

function replaceSome(text: string, [place, length, put]: readonly [number, number, string]): string {
  const at = place % (text.length + 1)
  return text.slice(0, at) + put + text.slice(at + length)
}

/** A text cut into chunks of these lengths, over and over. */
export function inChunks(text: string, lengths: readonly number[]): readonly string[] {
  const chunks: string[] = []
  let start = 0
  for (let index = 0; start < text.length; index += 1) {
    const end = start + lengths[index % lengths.length]!
    chunks.push(text.slice(start, end))
    start = end
  }
  return chunks
}
