import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { decompress } from '../../scripts/source/decompress.ts'
import { inPieces } from './read-all.ts'
import { aZip } from './zip-archive.ts'

const text = Buffer.from('boulangerie '.repeat(20_000))

async function expand(bytes: Uint8Array, contentEncoding: string, pieceLength = 1000): Promise<Buffer> {
  return Buffer.concat(await Array.fromAsync(decompress(inPieces(bytes, pieceLength), { contentEncoding }, 'acme/jobs')))
}

describe('decompress', () => {
  it.each([
    ['nothing', text, ''],
    ['identity', text, 'identity'],
    ['gzip', gzipSync(text), 'gzip'],
    ['deflate with zlib', deflateSync(text), 'deflate'],
    ['deflate without', deflateRawSync(text), 'deflate'],
    ['br', brotliCompressSync(text), 'br'],
    ['gzip, then br', brotliCompressSync(gzipSync(text)), 'gzip, br'],
    ['a zip archive', aZip({ 'jobs.csv': text }), ''],
    ['a zip archive, sent as gzip', gzipSync(aZip({ 'jobs.csv': text })), 'gzip'],
    ['a file that is gzip itself', gzipSync(text), ''],
    ['such a file, sent as gzip', gzipSync(gzipSync(text)), 'gzip'],
  ])('undoes %s', async (_what, bytes, contentEncoding) => {
    const expanded = await expand(bytes, contentEncoding)

    expect(expanded.equals(text)).toBe(true)
  })

  it.each(['identity', 'UTF-8', 'none', 'aws-chunked, gzip'])('passes over what is no encoding of bytes: %s', async (contentEncoding) => {
    const expanded = await expand(contentEncoding.endsWith('gzip') ? gzipSync(text) : text, contentEncoding)

    expect(expanded.equals(text)).toBe(true)
  })

  it.each([
    ['gzip that ends early', gzipSync(text).subarray(0, 200), 'gzip', 'truncated'],
    ['br that ends early', brotliCompressSync(text).subarray(0, 20), 'br', 'truncated'],
    ['a zip archive that ends early', aZip({ 'jobs.csv': text }).subarray(0, 200), '', 'truncated'],
    ['bytes that are no gzip', text, 'gzip', 'wrongFormat'],
    ['bytes that are no br', Buffer.alloc(100, 0xff), 'br', 'wrongFormat'],
    ['more encodings than are ever needed', text, 'gzip, gzip, gzip', 'wrongFormat'],
    ['an encoding that was not asked for', text, 'zstd', 'wrongFormat'],
  ])('refuses %s', async (_what, bytes, contentEncoding, causeName) => {
    const expanding = expand(bytes, contentEncoding)

    await expect(expanding).rejects.toMatchObject({ name: 'SourceError', causeName })
  })

  it.each([
    ['an old workbook', '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1', 'the file is an Office document: ask the client for CSV'],
    ['a PDF', '%PDF-1.7', 'the file is a PDF: ask the client for CSV, XML or JSON'],
    ['bzip2', 'BZh91AY&SY', 'the file is packed by bzip2: ask the client for gzip or zip'],
  ])('says of %s what it is, instead of an encoding', async (_what, beginning, message) => {
    const expanding = expand(Buffer.from(`${beginning}\n\xe9`, 'latin1'), '')

    await expect(expanding).rejects.toMatchObject({ causeName: 'wrongFormat', message: expect.stringContaining(message) })
  })
})
