import { describe, expect, it } from 'vitest'
import { readBytes } from '../../scripts/source/read.ts'
import { readZip } from '../../scripts/source/zip.ts'
import { aFeed } from '../support/build.ts'
import { collect, inPieces } from './read-all.ts'
import { aZip } from './zip-archive.ts'

async function read(archive: Uint8Array, wanted?: string): Promise<string> {
  return Buffer.concat(await Array.fromAsync(readZip(inPieces(archive, 50), wanted, 'acme/jobs'))).toString()
}

function spoil(archive: Buffer, from: number, to: number): Buffer {
  archive.subarray(from, to).fill(0xff)
  return archive
}

describe('readZip', () => {
  it.each([
    ['the only file', { 'jobs.csv': 'a' }, undefined, 'a'],
    ['the only file beside folders and what macOS adds', { 'x/': '', 'x/jobs.csv': 'a', '__MACOSX/x/._jobs.csv': '?' }, undefined, 'a'],
    ['the file that is named', { 'a.csv': 'a', 'b.csv': 'b' }, 'b.csv', 'b'],
    ['the file whose name fits', { 'readme.txt': '?', 'jobs-2026-01-31.csv': 'a', 'jobs.xml': 'b' }, 'jobs-*.csv', 'a'],
    ['a name with two gaps', { 'x/jobs-1.csv': 'a', 'x/firms-1.csv': 'b' }, '*jobs*csv', 'a'],
    ['an empty file', { 'jobs.csv': '' }, undefined, ''],
  ])('gives %s', async (_what, files, wanted, expected) => {
    expect(await read(aZip(files), wanted)).toBe(expected)
  })

  it('gives a file that is only stored', async () => {
    expect(await read(aZip({ 'jobs.csv': 'a' }, { method: 0 }))).toBe('a')
  })

  it('gives a file whose sizes and place are kept in 64 bits', async () => {
    expect(await read(aZip({ 'a.csv': 'a', 'b.csv': 'b' }, { isWide: true }), 'b.csv')).toBe('b')
  })

  it.each([
    ['several files', aZip({ 'a.csv': 'a', 'b.csv': 'b' }), undefined, 'found 2 of "a.csv", "b.csv": name one in source.entry'],
    ['no file that fits', aZip({ 'a.csv': 'a' }), 'b*', 'expected one file "b*" in the zip archive, found 0 of "a.csv"'],
    ['a gap that would overlap', aZip({ aba: 'a' }), 'ab*ba', 'found 0'],
    [
      'a workbook',
      aZip({ '[Content_Types].xml': '', 'xl/sheet1.xml': '' }),
      undefined,
      'an Office document (Excel, perhaps): ask the client for CSV',
    ],
    ['none', aZip({}), undefined, 'the zip archive is empty'],
    ['an encrypted file', aZip({ a: 'a' }, { flags: 1 }), undefined, '"a" in the zip archive is encrypted'],
    ['another method', aZip({ a: 'a' }, { method: 93 }), undefined, 'packed by method 93'],
    ['a wrong checksum', aZip({ a: 'a' }, { crc: 1 }), undefined, 'not what its checksum says'],
    ['a directory that lies', aZip({ a: 'a' }).fill(0, 0, 4), undefined, 'the zip archive is broken'],
    ['a directory outside the archive', spoil(aZip({ a: 'a' }), -6, -2), undefined, 'the zip archive is broken'],
    ['places beyond all archives', spoil(aZip({ a: 'a' }, { isWide: true }), -50, -42), undefined, 'the zip archive is broken'],
  ])('refuses %s', async (_what, archive, wanted, message) => {
    const reading = read(archive, wanted)

    await expect(reading).rejects.toMatchObject({
      name: 'SourceError',
      causeName: 'wrongFormat',
      message: expect.stringContaining(message),
    })
  })

  it('ends a bomb at the limit', async () => {
    const bomb = aZip({ 'jobs.csv': 'id\n'.repeat(700_000) })
    const feed = aFeed({ source: { http: { url: 'https://acme.example', limits: { megabytes: 1 } }, format: { csv: {} } } })

    const reading = collect(readBytes(feed, bomb, { anyHeader: true }))

    expect(bomb.length).toBeLessThan(10_000)
    await expect(reading).rejects.toMatchObject({ causeName: 'tooLarge' })
  })

  it('reads the entry that the client file names', async () => {
    const feed = aFeed({ source: { file: { path: '-' }, entry: 'jobs-*', format: { csv: {} } } })

    const { records } = await collect(readBytes(feed, aZip({ 'jobs-1.csv': 'id\n7\n', 'other.csv': '' }), { anyHeader: true }))

    expect(records).toEqual([{ position: 1, fields: { id: '7' } }])
  })
})
