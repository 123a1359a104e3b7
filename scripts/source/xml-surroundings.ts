import type { Fields } from './fields.ts'
import { Ancestor, parseTotal, type Wanted } from './surroundings.ts'

interface Frame {
  readonly name: string
  readonly ancestor: Ancestor | undefined
  text: string
  hasChildren: boolean
}

// Long texts beside the records (a channel's own description) say nothing of a record.
const longestText = 10_000

/** Follows the elements that are in no record: for the source's own count, and for what surrounds a record. */
export class XmlSurroundings {
  readonly #wanted: Wanted
  readonly #frames: Frame[] = []
  /** The source's own count of records. */
  total: number | undefined

  constructor(wanted: Wanted) {
    this.#wanted = wanted
  }

  /** `isAncestor`: the records are in this element. */
  open(name: string, attributes: Readonly<Record<string, string>>, isAncestor: boolean): void {
    const outer = this.#frames.at(-1)
    if (outer !== undefined) outer.hasChildren = true
    const ancestor = isAncestor && this.#wanted.parents ? new Ancestor(outer?.ancestor) : undefined
    this.#frames.push({ name, ancestor, text: '', hasChildren: false })
    if (ancestor !== undefined) for (const attribute in attributes) ancestor.set(`@${attribute}`, attributes[attribute]!)
    const { total } = this.#wanted
    const attribute = total?.at(-1)
    if (attribute?.startsWith('@') && this.#isAt(total!.slice(0, -1))) this.total = parseTotal(attributes[attribute.slice(1)] ?? '')
  }

  add(text: string): void {
    const last = this.#frames.at(-1)
    if (last !== undefined && last.text.length < longestText) last.text += text
  }

  close(): void {
    const { total } = this.#wanted
    const isTotal = total !== undefined && this.#isAt(total)
    const { name, text, hasChildren } = this.#frames.pop()!
    if (hasChildren) return
    if (isTotal) this.total = parseTotal(text)
    const value = text.trim()
    if (value !== '' && text.length < longestText) this.#frames.at(-1)?.ancestor?.set(name, value)
  }

  /** What surrounds a record that stands here. */
  parent(): Fields | undefined {
    return this.#frames.at(-1)?.ancestor?.give()
  }

  #isAt(path: readonly string[]): boolean {
    return path.length === this.#frames.length && this.#frames.every(({ name }, index) => name === path[index])
  }
}
