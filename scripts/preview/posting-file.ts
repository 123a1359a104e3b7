import { readSync } from 'node:fs'
import type { Posting } from '../model/posting.ts'
import type { PlacedPosting } from '../store/posting-rows.ts'
import type { UnnamedFile } from '../temporary-folder.ts'

/** A posting as it stands in a file: its text, and where the next one begins. */
interface Entry {
  readonly text: string
  readonly next: number
}

// Before each text, its length in bytes.
const headBytes = 4

/** Postings kept in a file, each found again by where it begins: memory does not grow with them. */
export class PostingFile {
  readonly #file: UnnamedFile
  readonly #head = Buffer.alloc(headBytes)
  #end = 0

  /** Takes an empty file. */
  constructor(file: UnnamedFile) {
    this.#file = file
  }

  /** Adds a text that `textOf` gave, and returns where it begins. */
  add(text: string): number {
    const bytes = Buffer.from(text)
    this.#head.writeUInt32LE(bytes.length)
    this.#file.write(Buffer.concat([this.#head, bytes]))
    const begin = this.#end
    this.#end += headBytes + bytes.length
    return begin
  }

  /** What begins there; undefined at the end. */
  read(begin: number): Entry | undefined {
    if (begin >= this.#end) return undefined
    readSync(this.#file.descriptor, this.#head, 0, headBytes, begin)
    const bytes = Buffer.allocUnsafe(this.#head.readUInt32LE())
    readSync(this.#file.descriptor, bytes, 0, bytes.length, begin + headBytes)
    return { text: bytes.toString(), next: begin + headBytes + bytes.length }
  }

  /** The posting that begins there. */
  posting(begin: number): Posting {
    return parsePlaced(this.read(begin)!.text).posting
  }
}

/** A posting with its place as text: equal where both are written alike. */
export function textOf({ position, posting }: PlacedPosting): string {
  return JSON.stringify({ position, posting })
}

/** What `textOf` wrote. */
export function parsePlaced(text: string): PlacedPosting {
  return JSON.parse(text) as PlacedPosting
}
