import { pathNames } from '../model/path.ts'
import type { Value } from '../model/record.ts'
import type { RecordFields } from './values.ts'

/** What is known of one name at one place in the records. */
interface Node {
  /** Its own text is read by the mapping, or it is ignored. */
  isRead: boolean
  /** All below is ignored. */
  isIgnored: boolean
  readonly path: string
  readonly children: Map<string, Node>
  /** Records in which it was filled though unread, and the last of them: a list must not count one record twice. */
  count: number
  lastRecord: number
}

// Names that are data (an id as a key) must not fill the memory; a real feed has up to 300 paths.
const mostPaths = 2_000

// Paths are kept with the record of each run, which such names must not fill either.
const longestName = 200

const noPaths: string[] = []

/** Finds the source fields that nobody reads: a client added them, and someone must decide. */
export class UnreadFields {
  readonly #root: Node = createNode('')
  readonly #counted = new Map<string, number>()
  #found = noPaths
  #paths = 0
  #record = 0

  /** `read` are the paths of the mapping, `ignored` those of the client file; an ignored path covers all below it. */
  constructor(read: readonly string[], ignored: readonly string[]) {
    for (const path of read) this.#find(path).isRead = true
    for (const path of ignored) this.#find(path).isIgnored = true
  }

  #find(path: string): Node {
    let node = this.#root
    for (const name of pathNames(path)) {
      // Which element of a list is read makes no difference to which field is.
      if (!/^\d+$/.test(name)) node = this.#child(node, name)
    }
    return node
  }

  #child(node: Node, name: string): Node {
    const known = node.children.get(name)
    if (known !== undefined) return known
    const child = createNode(node.path === '' ? quoted(name) : `${node.path}.${quoted(name)}`)
    // Whoever reads an element reads its text, be there attributes or not; declarations of namespaces and what surrounds the record are none of its
    // data.
    child.isRead = name === '#text' && node.isRead
    child.isIgnored = name === '^' || name === '@xmlns' || name.startsWith('@xmlns:')
    node.children.set(name, child)
    this.#paths += 1
    return child
  }

  /** Looks at one record; the paths that it fills though they are unread. */
  look(fields: RecordFields): readonly string[] {
    this.#record += 1
    this.#found = noPaths
    this.#lookInto(fields, this.#root)
    return this.#found
  }

  /** Counts a record that fills these paths, and need not be looked at. */
  count(paths: readonly string[]): void {
    for (const path of paths) this.#counted.set(path, (this.#counted.get(path) ?? 0) + 1)
  }

  #lookInto(fields: RecordFields, node: Node): void {
    for (const name in fields) {
      const child = node.children.get(name) ?? (this.#paths < mostPaths ? this.#child(node, name) : undefined)
      if (child !== undefined && !child.isIgnored) this.#lookAt(fields[name]!, child)
    }
  }

  #lookAt(value: Value, node: Node): void {
    if (typeof value !== 'object' || value === null) {
      if (!node.isRead && value !== null && node.lastRecord !== this.#record && isFilled(value)) {
        node.count += 1
        node.lastRecord = this.#record
        // One list for those without any, which are most.
        if (this.#found === noPaths) this.#found = [node.path]
        else this.#found.push(node.path)
      }
    } else if (Array.isArray(value)) for (const element of value) this.#lookAt(element, node)
    else {
      this.#lookInto(value as RecordFields, node)
    }
  }

  /** Paths that are filled in some record and neither read nor ignored, with the number of records that fill them, the most frequent first. */
  counts(): ReadonlyMap<string, number> {
    const found = new Map(this.#counted)
    const collect = (node: Node) => {
      if (node.count > 0) found.set(node.path, node.count + (found.get(node.path) ?? 0))
      for (const child of node.children.values()) collect(child)
    }
    collect(this.#root)
    return new Map([...found].sort(([, a], [, b]) => b - a))
  }
}

function createNode(path: string): Node {
  return { isRead: false, isIgnored: false, path, children: new Map(), count: 0, lastRecord: 0 }
}

function isFilled(value: string | number | boolean): boolean {
  return typeof value !== 'string' || /\S/.test(value)
}

/** A name as a path has it, shortened and without what no database holds: as it was counted, so it is recalled. */
function quoted(name: string): string {
  const shown = name.length > longestName ? `${name.slice(0, longestName)}…` : name
  const text = shown.replaceAll('\0', '').toWellFormed()
  return /^[^.[\]]+$/.test(text) ? text : `[${JSON.stringify(text)}]`
}
