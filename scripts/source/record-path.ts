// As in xml.ts, which refuses what is deeper.
const deepestElement = 200

/** Follows the elements of an XML document that are in no record, as XmlRecords does, to tell which are records. */
export class RecordPath {
  readonly #path: readonly string[]
  /** Names of the open elements, and how many of them are those of the path. */
  readonly #names: string[] = []
  #matched = 0
  #isRootSeen = false

  /** `path`: the names of the record path, at least one. */
  constructor(path: readonly string[]) {
    this.#path = path
  }

  get recordName(): string {
    return this.#path.at(-1)!
  }

  /** Whether an element has begun. */
  get isRootSeen(): boolean {
    return this.#isRootSeen
  }

  /** Whether the innermost open element has this name. */
  isWithin(name: string): boolean {
    return name === this.#names.at(-1)
  }

  /** What an element of this name is here. One that is no record is open from now on; `impossible` is a second root, or one level too many. */
  open(name: string): 'record' | 'other' | 'impossible' {
    const depth = this.#names.length
    if (depth >= deepestElement || (depth === 0 && this.#isRootSeen)) return 'impossible'
    this.#isRootSeen = true
    const isOnPath = this.#matched === depth && this.#path[depth] === name
    if (isOnPath && depth === this.#path.length - 1) return 'record'
    if (isOnPath) this.#matched += 1
    // The path's own string: a slice of the text would keep its chunk in memory for as long as the element is open.
    this.#names.push(isOnPath ? this.#path[depth]! : name)
    return 'other'
  }

  close(): void {
    this.#names.pop()
    this.#matched = Math.min(this.#matched, this.#names.length)
  }
}
