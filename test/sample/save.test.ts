import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { saveExpected, saveSample } from '../../scripts/sample/save.ts'
import { openTemporaryFolder } from '../../scripts/temporary-folder.ts'
import { aFeed } from '../support/build.ts'

const feed = aFeed({
  source: { http: { url: 'https://feeds.acme.example/' }, format: { jsonl: {} } },
  mapping: { id: 'id', title: 'title', url: { const: 'https://acme.example/' } },
})
const sampleOf = (text: string, extension: string) => ({ bytes: Buffer.from(text), extension, kept: 1, records: 1 })
const record = '{"id":"1","title":"Boucher"}\n'

describe('saveSample', () => {
  it('leaves one sample, whatever its format was before', async () => {
    await using folder = await openTemporaryFolder('test')
    await saveSample(feed, folder.path, sampleOf('[]', 'json'))

    const path = await saveSample(feed, folder.path, sampleOf(record, 'jsonl'))

    expect(path).toBe('clients/samples/acme/jobs.jsonl')
    expect(await readdir(join(folder.path, 'clients/samples/acme'))).toEqual(['jobs.jsonl'])
    expect(await readFile(join(folder.path, path), 'utf8')).toBe(record)
  })
})

describe('saveExpected', () => {
  it('writes beside the sample what it is mapped to, though the feed reads another source', async () => {
    await using folder = await openTemporaryFolder('test')
    const path = await saveSample(feed, folder.path, sampleOf(record, 'jsonl'))

    const saved = await saveExpected(feed, path, folder.path)

    expect(saved).toEqual({ path: 'clients/samples/acme/jobs.postings.jsonl', postings: 1 })
    expect(JSON.parse(await readFile(join(folder.path, saved.path), 'utf8'))).toMatchObject({
      id: '1',
      title: 'Boucher',
      url: 'https://acme.example/',
    })
  })

  it('writes nothing where the sample gives no posting, and says why', async () => {
    await using folder = await openTemporaryFolder('test')
    const path = await saveSample(feed, folder.path, sampleOf('{"id":"1"}\n', 'jsonl'))

    await expect(saveExpected(feed, path, folder.path)).rejects.toThrow('jobs.jsonl gives no posting: ')
    expect(await readdir(join(folder.path, 'clients/samples/acme'))).toEqual(['jobs.jsonl'])
  })
})
