import type { Value } from '../model/record.ts'
import type { Fields } from './fields.ts'
import { Ancestor, parseTotal, type Wanted } from './surroundings.ts'

interface Frame {
  readonly isList: boolean
  /** How many names of the path to the count lead here; -1 where it is beside that path. */
  readonly level: number
  readonly ancestor: Ancestor | undefined
}

/** Follows the members of a JSON document that are in no record: for the source's own count, and for what surrounds a record. */
export class JsonSurroundings {
  readonly #parents: boolean
  readonly #path: readonly string[]
  readonly #frames: Frame[] = []
  /** Name of the member whose value comes next. */
  #name = ''
  /** The level of that value. */
  #level = 0
  /** The source's own count of records. */
  total: number | undefined

  constructor({ parents, total = [] }: Wanted) {
    this.#parents = parents
    this.#path = total
  }

  /** Whether the count is within the object that comes next. */
  get isWanted(): boolean {
    return this.#level > 0 && this.#level < this.#path.length
  }

  open(isList: boolean): void {
    const outer = this.#frames.at(-1)?.ancestor
    const ancestor = this.#parents ? (isList ? outer : new Ancestor(outer)) : undefined
    this.#frames.push({ isList, level: isList ? -1 : this.#level, ancestor })
    this.#level = -1
  }

  close(): void {
    this.#frames.pop()
    this.#level = -1
  }

  key(name: string): void {
    const level = this.#frames.at(-1)?.level ?? -1
    this.#name = name
    this.#level = level >= 0 && name === this.#path[level] ? level + 1 : -1
  }

  /** A number, string or word that is no record, as it is written. */
  scalar(token: string): void {
    const frame = this.#frames.at(-1)
    if (frame === undefined || frame.isList) return
    if (this.#path.length > 0 && this.#level === this.#path.length) this.total = parseTotal(String(JSON.parse(token)))
    if (frame.ancestor !== undefined && token.length < 10_000) frame.ancestor.set(this.#name, JSON.parse(token) as Value)
  }

  /** What surrounds a record that stands here. */
  parent(): Fields | undefined {
    return this.#frames.at(-1)?.ancestor?.give()
  }
}
