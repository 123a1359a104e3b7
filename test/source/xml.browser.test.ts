import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { SourceError } from '../../scripts/errors.ts'
import { readXml } from '../../scripts/source/xml.ts'
import { hasBrowser, openBrowser } from '../support/browser.ts'
import { inChunks, type XmlDocument, xmlDocument, xmlGarbage } from './xml-documents.ts'

// Runs in the browser: the records of each document as its own parser has them, or null where it refuses the document.
const recordsOf = `(documents) => documents.map(({ text, path }) => {
  const parsed = new DOMParser().parseFromString(text, 'application/xml')
  if (parsed.querySelector('parsererror') !== null) return null
  const put = (fields, name, value) => {
    if (fields[name] === undefined) fields[name] = value
    else fields[name] = [fields[name], value].flat()
  }
  const valueOf = (element) => {
    const fields = {}
    for (const { name, value } of element.attributes) fields['@' + name] = value
    for (const child of element.children) put(fields, child.nodeName, valueOf(child))
    const text = [...element.childNodes].flatMap((node) => node.nodeType === 3 || node.nodeType === 4 ? node.data : []).join('')
    if (Object.keys(fields).length === 0) return text
    return /\\S/.test(text) ? { ...fields, '#text': text } : fields
  }
  const recordsIn = (element, [name, ...rest]) => {
    if (element.nodeName !== name) return []
    if (rest.length > 0) return [...element.children].flatMap((child) => recordsIn(child, rest))
    const value = valueOf(element)
    return [typeof value === 'string' ? { '#text': value } : value]
  }
  return recordsIn(parsed.documentElement, path)
})`

/** The records that are read, or null where the document is refused; one without records is none that is refused. */
async function read({ text, path }: XmlDocument, lengths: readonly number[]): Promise<unknown> {
  async function* chunks() {
    yield* inChunks(text, lengths)
  }
  const records: unknown[] = []
  try {
    for await (const batch of readXml(chunks(), { records: path.join('.') }, 'acme/jobs'))
      records.push(...batch.map(({ fields }) => fields))
  } catch (error) {
    if (!(error instanceof SourceError)) throw error
    return error.causeName === 'pathMissing' ? [] : null
  }
  return JSON.parse(JSON.stringify(records))
}

/** Of namespaces we know nothing. No decoder lets a byte order mark through. */
function plain({ text, path }: XmlDocument): XmlDocument {
  return {
    text: text.replaceAll(':', '_').replaceAll('xmlns', 'x').replace('\uFEFF', ''),
    path: path.map((name) => name.replace(':', '_')),
  }
}

describe.skipIf(!hasBrowser)('readXml beside a browser', () => {
  it.each([
    ['well-formed documents', xmlDocument, 1_000],
    ['documents with something wrong', xmlGarbage, 2_000],
  ])('reads the same in %s, however they are cut', async (_what, documents, count) => {
    await using browser = await openBrowser()
    const page = await browser.newPage()
    const all = fc.sample(documents, count).map(plain)

    const theirs = (await page.evaluate(`(${recordsOf})(${JSON.stringify(all)})`)) as unknown[]
    const ours = await Promise.all(all.map((document, index) => read(document, [1 + (index % 9), 40, 2])))

    // What a browser refuses may be read all the same: a document type without a name, say.
    const taken = all.flatMap(({ text }, index) => (theirs[index] === null ? [] : [{ text, ours: ours[index], theirs: theirs[index] }]))
    expect(taken.filter((document) => !isDeepStrictEqual(document.ours, document.theirs))).toEqual([])
    expect(taken.length).toBeGreaterThan(count / 20)
  })
})
