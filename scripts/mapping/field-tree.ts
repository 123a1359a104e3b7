import type { Value } from '../model/record.ts'

/** The names that occur in records, by the path that leads to them; the elements of a list count as one. */
export interface FieldTree {
  readonly children: Map<string, FieldTree>
}

// Names that are data (an id as a key) must not fill the memory; a real feed has up to 300.
const mostNames = 2_000

/** Learns which names occur in records. */
export class FieldNames {
  readonly #tree: FieldTree = { children: new Map() }
  #count = 0

  /** The names of all records that were learned; undefined where they are too many to be names. */
  get tree(): FieldTree | undefined {
    return this.#count > mostNames ? undefined : this.#tree
  }

  learn(record: Value): void {
    this.#learn(this.#tree, record)
  }

  #learn(tree: FieldTree, value: Value): void {
    if (typeof value !== 'object' || value === null || this.#count > mostNames) return
    if (Array.isArray(value)) {
      for (const element of value as readonly Value[]) this.#learn(tree, element)
      return
    }
    for (const [name, inner] of Object.entries(value as Readonly<Record<string, Value>>)) this.#learn(this.#child(tree, name), inner)
  }

  #child(tree: FieldTree, name: string): FieldTree {
    const known = tree.children.get(name)
    if (known !== undefined) return known
    const child: FieldTree = { children: new Map() }
    tree.children.set(name, child)
    this.#count += 1
    return child
  }
}
