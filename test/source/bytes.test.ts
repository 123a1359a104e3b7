import { describe, expect, it } from 'vitest'
import { cutPieces } from '../../scripts/source/bytes.ts'
import { inPieces } from './read-all.ts'

const bytes = Buffer.from(Array.from({ length: 200_000 }, (_, index) => index % 251))

describe('cutPieces', () => {
  it.each([1, 1_000, 4_096, 50_000, 70_000, 200_000])(
    'gives pieces that are neither small nor large, from ones of %d bytes',
    async (pieceLength) => {
      const pieces = await Array.fromAsync(cutPieces(inPieces(bytes, pieceLength)))

      expect(Buffer.concat(pieces).equals(bytes)).toBe(true)
      expect(pieces.length).toBeLessThanOrEqual(Math.ceil(200_000 / 4_096))
      expect(Math.max(...pieces.map(({ length }) => length))).toBeLessThanOrEqual(65_536)
      expect(pieces[0]!.length).toBeGreaterThanOrEqual(4_096)
    },
  )

  it('gives what came before the bytes broke off', async () => {
    async function* broken(): AsyncGenerator<Uint8Array> {
      yield* inPieces(bytes.subarray(0, 5_000), 10)
      throw new Error('broken off')
    }
    const pieces: Uint8Array[] = []

    const reading = (async () => {
      for await (const piece of cutPieces(broken())) pieces.push(piece)
    })()

    await expect(reading).rejects.toThrow('broken off')
    expect(Buffer.concat(pieces).equals(bytes.subarray(0, 5_000))).toBe(true)
  })
})
