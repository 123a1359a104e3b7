import { hash } from 'node:crypto'
import { canonicalJson } from '../canonical.ts'
import type { Posting } from '../model/posting.ts'

/** A posting with its place in the feed, counted from 1. */
export interface PlacedPosting {
  readonly position: number
  readonly posting: Posting
}

/** What opens a COPY in binary format (PostgreSQL manual, COPY, "Binary Format"): signature, no flags, no header extension. */
export const copyHeader = Buffer.from('PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0', 'latin1')

/** What ends a COPY in binary format: a field count of -1. */
export const copyTrailer = Buffer.from([0xff, 0xff])

const hashBytes = 32
// Field count (2 bytes), then four lengths (4 each), the position (4) and the hash.
const fixedBytes = 2 + 4 * 4 + 4 + hashBytes
// UTF-8 needs at most three bytes for one UTF-16 code unit.
const bytesPerCodeUnit = 3

/**
 * Postings as rows of a binary COPY: id text, position integer, hash bytea (SHA-256 of content), content text (canonical JSON).
 * Binary rather than text, since text would need every backslash of the JSON doubled.
 */
export function encodePostings(postings: readonly PlacedPosting[]): Buffer {
  const rows = postings.map(({ position, posting }) => ({ id: storable(posting.id), position, content: contentOf(posting) }))
  const room = rows.reduce((sum, { id, content }) => sum + fixedBytes + (id.length + content.length) * bytesPerCodeUnit, 0)
  const buffer = Buffer.allocUnsafe(room)
  let end = 0
  for (const row of rows) end = writeRow(buffer, end, row)
  return buffer.subarray(0, end)
}

interface Row {
  readonly id: string
  readonly position: number
  readonly content: string
}

function writeRow(buffer: Buffer, start: number, { id, position, content }: Row): number {
  let end = buffer.writeInt16BE(4, start)
  end = writeText(buffer, end, id)
  end = buffer.writeInt32BE(4, end)
  end = buffer.writeInt32BE(position, end)
  end = buffer.writeInt32BE(hashBytes, end)
  const hashAt = end
  const contentAt = hashAt + hashBytes
  end = writeText(buffer, contentAt, content)
  hash('sha256', buffer.subarray(contentAt + 4, end), 'buffer').copy(buffer, hashAt)
  return end
}

function writeText(buffer: Buffer, start: number, text: string): number {
  const length = buffer.write(text, start + 4)
  buffer.writeInt32BE(length, start)
  return start + 4 + length
}

/** The canonical JSON that is stored and hashed; the position is not in it, so a feed in another order is the same feed. */
function contentOf(posting: Posting): string {
  const json = canonicalJson(posting)
  // Both escapes are rare, and a false alarm ("\\u0000" as the client's own text) costs time only.
  return json.includes('\\u0000') || json.includes('\\ud') ? canonicalJson(storableValue(posting)) : json
}

function storableValue(value: unknown): unknown {
  if (typeof value === 'string') return storable(value)
  if (Array.isArray(value)) return value.map(storableValue)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, storableValue(item)]))
}

/** PostgreSQL holds neither NUL in text nor a lone surrogate in jsonb. */
function storable(text: string): string {
  const withoutNul = text.includes('\0') ? text.replaceAll('\0', '') : text
  return withoutNul.isWellFormed() ? withoutNul : withoutNul.toWellFormed()
}
