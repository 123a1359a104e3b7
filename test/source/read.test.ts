import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { readBytes, readSource } from '../../scripts/source/read.ts'
import { aFeed } from '../support/build.ts'
import { collect, inPieces, readAll } from './read-all.ts'

const surroundings = { secrets: {}, privateHosts: [] }

/** A mapping for lists that have one column. */
const onlyIds = { id: 'id', title: { const: 'Boucher' }, url: { const: 'https://acme.example' } }

function aFileFeed(path: string) {
  return aFeed({ source: { file: { path }, format: { csv: {} } }, mapping: onlyIds })
}

async function temporaryFolder(): Promise<AsyncDisposable & { readonly path: string }> {
  const path = await mkdtemp(join(tmpdir(), 'source-'))
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true }) }
}

describe('readSource of a file', () => {
  it('reads it and tells what it was', async () => {
    await using folder = await temporaryFolder()
    await writeFile(join(folder.path, 'jobs.csv'), 'id\n1\n2\n')
    const progress: unknown[] = []

    const reading = await readSource(aFileFeed('jobs.csv'), { root: folder.path, onProgress: (now) => progress.push(now), ...surroundings })
    const { records, facts } = await collect(reading)

    expect(records).toHaveLength(2)
    expect(facts).toEqual({
      bytesReceived: 7,
      bytes: 7,
      contentHash: createHash('sha256').update('id\n1\n2\n').digest('hex'),
      isComplete: true,
    })
    expect(progress).toEqual([{ bytes: 7, totalBytes: 7, records: 2 }])
  })

  it.each([
    ['clients/samples/acme/jobs.json', 'total', { isComplete: true }],
    ['clients/samples/acme/jobs.json', 'misspelt', { isComplete: false }],
    ['feeds/jobs.json', 'total', { isComplete: false, claimed: 120 }],
  ])('takes a list of fewer than it counts for an excerpt where it is a sample: %s, %s', async (path, total, expected) => {
    await using folder = await temporaryFolder()
    await mkdir(dirname(join(folder.path, path)), { recursive: true })
    await writeFile(join(folder.path, path), '{"total":120,"jobs":[{"id":1}]}')
    const feed = aFeed({ source: { file: { path }, format: { json: { records: 'jobs', total } } }, mapping: onlyIds })

    const { facts } = await collect(await readSource(feed, { root: folder.path, ...surroundings }))

    const { bytesReceived: _, bytes: __, contentHash: ___, ...proof } = facts
    expect(proof).toEqual(expected)
  })

  it('says that there is none', async () => {
    const reading = readSource(aFileFeed('none.csv'), { root: '.', ...surroundings })

    await expect(reading).rejects.toMatchObject({ causeName: 'notFound' })
  })

  it('says that a folder is no file', async () => {
    await using folder = await temporaryFolder()
    await mkdir(join(folder.path, 'jobs.csv'))

    const reading = readSource(aFileFeed('jobs.csv'), { root: folder.path, ...surroundings })

    await expect(reading).rejects.toMatchObject({
      causeName: 'notFound',
      message: expect.stringContaining('jobs.csv is no file but a folder'),
    })
  })

  it('does not follow a link out of the repository', async () => {
    await using folder = await temporaryFolder()
    await symlink('/etc/passwd', join(folder.path, 'jobs.csv'))

    const reading = readSource(aFileFeed('jobs.csv'), { root: folder.path, ...surroundings })

    await expect(reading).rejects.toMatchObject({ causeName: 'notFound' })
  })
})

describe('readBytes', () => {
  it('reads bytes as the source would be read, and shows them by the way', async () => {
    const seen: Uint8Array[] = []

    const { records } = await collect(readBytes(aFileFeed('-'), gzipSync('id\n1\n'), { onBytes: (bytes) => seen.push(bytes) }))

    expect(records).toEqual([{ position: 1, fields: { id: '1' } }])
    expect(Buffer.concat(seen).toString()).toBe('id\n1\n')
  })

  it.each([
    ['csv', { csv: {} }],
    ['xml', { xml: { records: 'a.b' } }],
    ['json', { json: {} }],
  ])('knows a web page where %s was expected', async (_format, format) => {
    const reading = readAll(format, '\n<!-- x -->\n<!DOCTYPE html><html><body>Just a moment...</body></html>')

    await expect(reading).rejects.toMatchObject({ causeName: 'webPage' })
  })

  it('is not held up by a text that is nearly a web page', async () => {
    const reading = readAll({ xml: { records: 'a.b' } }, `${'<!-- -->'.repeat(2_000)}<xhtml></xhtml>`)

    await expect(reading).rejects.toMatchObject({ causeName: 'pathMissing' })
  })

  it('ends at the limit of records', async () => {
    const feed = aFeed({ source: { http: { url: 'https://acme.example', limits: { records: 2 } }, format: { csv: {} } }, mapping: onlyIds })

    const enough = await collect(readBytes(feed, Buffer.from('id\n1\n2\n')))
    const reading = collect(readBytes(feed, Buffer.from('id\n1\n2\n3\n')))

    expect(enough.records).toHaveLength(2)
    await expect(reading).rejects.toMatchObject({ causeName: 'tooLarge', message: expect.stringContaining('limits.records') })
  })

  it('ends at the limit on the wire, where bytes expand to nothing', async () => {
    const feed = aFeed({
      source: { http: { url: 'https://acme.example', limits: { megabytes: 1 } }, format: { csv: {} } },
      mapping: onlyIds,
    })
    const nothing = gzipSync('')

    const reading = collect(readBytes(feed, Buffer.concat(Array.from({ length: 60_000 }, () => nothing))))

    await expect(reading).rejects.toMatchObject({ causeName: 'tooLarge', message: expect.stringContaining('on the wire') })
  })

  it('ends at the limit, whatever the compressed size', async () => {
    const feed = aFeed({
      source: { http: { url: 'https://acme.example', limits: { megabytes: 1 } }, format: { csv: {} } },
      mapping: onlyIds,
    })
    const bomb = gzipSync('id\n'.repeat(400_000))

    const reading = collect(readBytes(feed, bomb))

    await expect(reading).rejects.toMatchObject({ causeName: 'tooLarge' })
  })

  it.each([
    ['csv', { csv: {} }, 'id\n', '1234567\n'],
    ['xml', { xml: { records: 'jobs.job' } }, '<jobs>', '<job><id>1</id></job>'],
    ['json', { json: {} }, '[{"id":0}', ',{"id":1}'],
  ])('asks for %s no faster than its records are taken', async (_format, format, beginning, record) => {
    let given = 0
    async function* endless(): AsyncGenerator<Uint8Array, void, undefined> {
      yield Buffer.from(beginning)
      for (;;) {
        given += 1
        yield Buffer.from(record.repeat(100))
      }
    }

    let taken = 0
    for await (const batch of readBytes(aFeed({ source: { file: { path: '-' }, format }, mapping: onlyIds }), endless()).records) {
      taken += batch.length
      if (taken > 10_000) break
    }

    // What is read ahead is bounded by buffers, not by the length of the feed.
    expect(given * 100 - taken).toBeLessThan(20_000)
  })

  it('tells no facts before the end', async () => {
    const reading = readBytes(aFileFeed('-'), inPieces(Buffer.from('id\n1\n'), 2))

    expect(() => reading.facts()).toThrow('the records have not ended')
  })
})
