import type { SourceRecord, Value } from '../model/record.ts'
import { createFields, type Fields } from './fields.ts'
import { XmlMarkup } from './xml-markup.ts'
import type { XmlSurroundings } from './xml-surroundings.ts'

/** What records may need beside their path. */
export interface XmlExtras {
  /** Names of the paths in a record whose elements hold markup. */
  readonly markup?: readonly (readonly string[])[] | undefined
  readonly beside?: XmlSurroundings | undefined
}

/** Builds records from the elements of a document as they open and close; see model/record.ts for their shape. */
export class XmlRecords {
  readonly #path: readonly string[]
  readonly #markup: readonly (readonly string[])[]
  readonly #beside: XmlSurroundings | undefined
  /** The inside of the element that is open, where that is markup. */
  #inside: XmlMarkup | undefined
  #batch: SourceRecord[] = []
  /** How many of the open elements, from the root, are those of the path. */
  #matched = 0
  readonly #names: string[] = []
  readonly #texts: string[] = []
  readonly #fields: (Fields | undefined)[] = []
  /** Elements beside the records, under the path's parent: whether any has children of its own, and how many of that name there were. */
  readonly #siblings = new Map<string, number>()
  /** Name of the element beside the records that is open and has had no child yet. */
  #sibling: string | undefined
  #isParentSeen = false
  /** Open elements. */
  depth = 0
  /** Records so far. */
  count = 0
  /** Name of the document's element. */
  root = ''
  /** Start tags so far. */
  tags = 0

  constructor(path: readonly string[], { markup = [], beside }: XmlExtras = {}) {
    this.#path = path
    this.#markup = markup
    this.#beside = beside
  }

  /** Whether a record is open. */
  get isInside(): boolean {
    return this.#names.length > 0
  }

  /** The records that were completed since the last call. */
  takeBatch(): readonly SourceRecord[] {
    const batch = this.#batch
    if (batch.length > 0) this.#batch = []
    return batch
  }

  open(name: string, attributes: Readonly<Record<string, string>>): void {
    if (this.depth === 0) this.root = name
    this.tags += 1
    const isRecordPart = this.#names.length > 0 || this.#enter(name)
    this.depth += 1
    if (!isRecordPart) this.#beside?.open(name, attributes, this.#matched === this.depth)
    else if (this.#inside !== undefined) this.#inside.open(name, attributes)
    else this.#openPart(name, attributes)
  }

  #openPart(name: string, attributes: Readonly<Record<string, string>>): void {
    let fields: Fields | undefined
    for (const attribute in attributes) {
      fields ??= createFields()
      fields[`@${attribute}`] = attributes[attribute]!
    }
    this.#names.push(name)
    this.#texts.push('')
    this.#fields.push(fields)
    if (this.#markup.length > 0 && this.#isMarkup()) this.#inside = new XmlMarkup()
  }

  #isMarkup(): boolean {
    const inner = this.#names.slice(1)
    return this.#markup.some((path) => path.length === inner.length && path.every((name, index) => name === inner[index]))
  }

  /** Whether this element, which is in no record, is one. */
  #enter(name: string): boolean {
    const parentDepth = this.#path.length - 1
    if (this.#matched === this.depth && this.#path[this.depth] === name) this.#matched += 1
    // Within the parent of the records: an element beside them, or the first child of such an element.
    else if (this.#matched === parentDepth && this.depth === parentDepth) this.#sibling = name
    else if (this.#matched === parentDepth && this.#sibling !== undefined) this.#noteSibling(this.#sibling)
    this.#isParentSeen ||= this.#matched >= parentDepth
    return this.#matched > parentDepth
  }

  #noteSibling(name: string): void {
    this.#siblings.set(name, (this.#siblings.get(name) ?? 0) + 1)
    this.#sibling = undefined
  }

  add(text: string): void {
    const last = this.#texts.length - 1
    if (this.#inside !== undefined) this.#inside.add(text)
    else if (last >= 0) this.#texts[last] += text
    else this.#beside?.add(text)
  }

  close(): void {
    this.depth -= 1
    if (this.#inside?.isInside) {
      this.#inside.close()
      return
    }
    if (this.#inside !== undefined) {
      this.#texts[this.#texts.length - 1] = this.#inside.finish()
      this.#inside = undefined
    }
    const name = this.#names.pop()
    if (name === undefined) {
      if (this.#matched > this.depth) this.#matched = this.depth
      this.#beside?.close()
      return
    }
    const value = toValue(this.#texts.pop()!, this.#fields.pop())
    if (this.#names.length > 0) this.#put(name, value)
    else this.#finish(value)
  }

  #put(name: string, value: Value): void {
    const last = this.#fields.length - 1
    this.#fields[last] ??= createFields()
    const fields = this.#fields[last]
    const earlier = fields[name]
    if (earlier === undefined) fields[name] = value
    else if (Array.isArray(earlier)) earlier.push(value)
    else fields[name] = [earlier, value]
  }

  #finish(value: Value): void {
    this.count += 1
    this.#matched = this.depth
    let fields = value as Fields
    if (typeof value === 'string') {
      fields = createFields()
      fields['#text'] = value
    }
    const parent = this.#beside?.parent()
    if (parent !== undefined) fields['^'] = parent
    this.#batch.push({ position: this.count, fields })
  }

  /**
   * Whether a document without records is an empty list: the element that holds them was there, and in it nothing that looks like
   * records under another name (a repeated element with children of its own); a channel's title and link do not.
   */
  isEmptyList(): boolean {
    // The document's own element is never missing from a list: another one is another document.
    return this.#path.length > 1 && this.#isParentSeen && ![...this.#siblings.values()].some((count) => count > 1)
  }

  /** What the record path might be instead, for the message. */
  hint(): string {
    const [name] = [...this.#siblings].filter(([, count]) => count > 1).map(([sibling]) => sibling)
    return name === undefined ? '' : `; did you mean "${[...this.#path.slice(0, -1), name].join('.')}"?`
  }
}

function toValue(text: string, fields: Fields | undefined): Value {
  if (fields === undefined) return text
  if (/\S/.test(text)) fields['#text'] = text
  return fields
}
