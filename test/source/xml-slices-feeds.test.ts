import { readdir } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { checkClients } from '../../scripts/config/check.ts'
import { readClientFiles } from '../../scripts/config/read.ts'
import { resolveClient } from '../../scripts/config/resolve.ts'
import type { XmlFormat } from '../../scripts/model/client.ts'
import type { Feed } from '../../scripts/model/feed.ts'
import { pathNames } from '../../scripts/model/path.ts'
import { decodeText } from '../../scripts/source/decode.ts'
import { openBytes } from '../../scripts/source/read.ts'
import { readXml } from '../../scripts/source/xml.ts'
import { XmlSlices } from '../../scripts/source/xml-slices.ts'
import { feedsFolder, readCatalogue } from '../reality/catalogue.ts'

const folder = fileURLToPath(new URL('../reality/', import.meta.url))
const files = (await readdir(folder)).filter((name) => name.endsWith('.yaml')).sort()
const checked = checkClients(await readClientFiles(folder, files), [])
const feeds = checked.ok ? checked.value.flatMap(({ id, client }) => resolveClient(id, client).feeds) : []
const catalogue = await readCatalogue()
const malformed = new Set((catalogue ?? []).filter((entry) => entry.malformed).map(({ file }) => file))
const cases = feeds
  .filter(({ source }) => source.format.xml !== undefined && !malformed.has(source.file!.path))
  .map((feed) => ({ name: feed.id, file: feed.source.file!.path, feed, xml: feed.source.format.xml! }))

describe.skipIf(catalogue === undefined)('XmlSlices of real feeds (skipped where ../shared/feeds is absent)', () => {
  it.each(cases)('finds the records of $file', async ({ feed, xml }) => {
    const chunks = await Array.fromAsync(textOf(feed))
    const slices = new XmlSlices(pathNames(xml.records))

    const pieces = [...chunks.flatMap((chunk) => slices.push(chunk)), ...slices.end()]
    const records = pieces.flatMap(({ isRecord, text }) => (isRecord ? [text] : []))

    const expected = await readFields(chunks, xml)
    const alone = { ...xml, records: `alone[${JSON.stringify(pathNames(xml.records).at(-1))}]` }
    expect(pieces.map(({ text }) => text).join('')).toBe(chunks.join(''))
    expect(await readFields(['<alone>', ...records, '</alone>'], alone)).toEqual(expected)
    expect(records).toHaveLength(expected.length)
  })

  it('has feeds to look at', () => {
    expect(cases.length).toBeGreaterThan(30)
  })
})

async function* textOf(feed: Feed): AsyncGenerator<string, void, undefined> {
  const { bytes, charset } = await openBytes(feed, { root: feedsFolder, secrets: {}, privateHosts: [] })
  yield* decodeText(bytes, { feed: feed.id, declared: feed.source.format.xml?.encoding, charset, onWarning: () => {} })
}

async function readFields(chunks: readonly string[], format: XmlFormat): Promise<readonly unknown[]> {
  async function* text(): AsyncGenerator<string, void, undefined> {
    yield* chunks
  }
  return (await Array.fromAsync(readXml(text(), format, 'acme/jobs'))).flat().map(({ fields }) => fields)
}
