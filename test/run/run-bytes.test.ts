import { describe, expect, it } from 'vitest'
import { SourceError } from '../../scripts/errors.ts'
import { type ByteSource, RunBytes } from '../../scripts/run/run-bytes.ts'
import { openGiven } from '../../scripts/source/read.ts'
import { aFeed } from '../support/build.ts'

const feed = aFeed({ source: { file: { path: 'feed.xml' }, format: { xml: { records: 'jobs.job' } } } })
const context = { root: '.', secrets: {}, privateHosts: [] }

/** A source that gives these pieces, and writes down which it was asked for. */
function sourceOf(pieces: readonly (string | Error)[], asked: number[] = []): ByteSource {
  async function* give(): AsyncGenerator<Uint8Array> {
    for (const [index, piece] of pieces.entries()) {
      asked.push(index)
      if (piece instanceof Error) throw piece
      yield Buffer.from(piece)
    }
  }
  return async () => openGiven(feed, give())
}

async function textIn(bytes: RunBytes): Promise<string> {
  const pieces: Uint8Array[] = []
  for await (const piece of bytes.spool.read()) pieces.push(piece)
  return Buffer.concat(pieces).toString()
}

// Longer than the first look, so that each is a piece of its own.
const blanks = ' '.repeat(5_000)
const jobs = [`<jobs>${blanks}<job><id>1</id></job>`, `${blanks}<job><id>2</id></job>`, `${blanks}</jobs>`]

describe('RunBytes', () => {
  it('reads what is not remembered as it comes, and keeps it', async () => {
    const asked: number[] = []
    await using bytes = new RunBytes(sourceOf(jobs, asked), context)
    const fetched = await bytes.fetch(feed, undefined)
    const askedBefore = [...asked]

    const askedByBatch: number[] = []
    for await (const batch of bytes.read(feed).records) askedByBatch.push(...batch.map(() => asked.length))

    expect(fetched).toEqual({ kind: 'bytes' })
    expect(askedBefore).toEqual([])
    expect(askedByBatch[0]).toBeLessThan(jobs.length)
    expect(await textIn(bytes)).toBe(jobs.join(''))
  })

  it('fetches all that may be the same before anything is read', async () => {
    const asked: number[] = []
    await using bytes = new RunBytes(sourceOf(jobs, asked), context)

    const fetched = await bytes.fetch(feed, { contentHash: 'of other bytes' })

    expect(fetched).toEqual({ kind: 'bytes' })
    expect(asked).toEqual([0, 1, 2])
    const reading = bytes.read(feed)
    expect((await Array.fromAsync(reading.records)).flat().map(({ fields }) => fields)).toEqual([{ id: '1' }, { id: '2' }])
    await using again = new RunBytes(sourceOf(jobs), context)
    expect(await again.fetch(feed, { contentHash: reading.facts().contentHash })).toMatchObject({ kind: 'same' })
  })

  it('keeps all bytes of a feed in which reading stumbles', async () => {
    const pieces = ['<jobs><job></wrong>', blanks, '</jobs>']
    await using bytes = new RunBytes(sourceOf(pieces), context)
    await bytes.fetch(feed, undefined)

    const reading = Array.fromAsync(bytes.read(feed).records)

    await expect(reading).rejects.toThrow('not well-formed XML')
    await bytes.complete()
    expect(await textIn(bytes)).toBe(pieces.join(''))
  })

  it('keeps them in order where reading stumbles just when they become too many for memory', async () => {
    const piece = ' '.repeat(65_536)
    const numbered = Array.from({ length: 40 }, (_, index) => `${index}${piece}`.slice(0, piece.length))
    const pieces = ['<jobs>', piece, piece, piece, piece, piece, piece, piece, `${piece.slice(5)}</no>`, ...numbered]
    await using bytes = new RunBytes(sourceOf(pieces), context)
    await bytes.fetch(feed, undefined)

    const reading = Array.fromAsync(bytes.read(feed).records)

    await expect(reading).rejects.toThrow('not well-formed XML')
    await bytes.complete()
    expect((await textIn(bytes)) === pieces.join('')).toBe(true)
  })

  it('keeps what came of a source that breaks off', async () => {
    const pieces = [jobs[0]!, new SourceError(feed.id, 'truncated', 'the connection ended'), jobs[1]!]
    await using bytes = new RunBytes(sourceOf(pieces), context)
    await bytes.fetch(feed, undefined)

    const reading = Array.fromAsync(bytes.read(feed).records)

    await expect(reading).rejects.toThrow('the connection ended')
    await bytes.complete()
    expect(await textIn(bytes)).toBe(jobs[0])
  })
})
