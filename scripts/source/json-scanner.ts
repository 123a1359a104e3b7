import { JsonFault } from './json-fault.ts'
import type { JsonSurroundings } from './json-surroundings.ts'
import { tokenEnd } from './json-token.ts'
import { TextParts } from './text-parts.ts'

/** What the document has been seen to hold, before its records are looked at. */
export interface JsonSeen {
  /** A list at the record path, or an empty one on the way to it. */
  readonly list: boolean
  /** Names in the outermost object, at most 20: for the message when the path leads nowhere. */
  readonly names: readonly string[]
}

// No real record nears these. They bound memory, and the depth of every later walk through a record.
const longestToken = 10_000_000
const deepestValue = 200

interface Container {
  readonly isList: boolean
  readonly level: number
  isEmpty: boolean
}

type Expected = 'value' | 'firstKey' | 'key' | 'colon' | 'next' | 'end'

const stringStop = /["\\]/g
const structure = /["{}[\]]/g
const blank = /[^ \t\n\r]/g

/**
 * Finds the records of one JSON document that comes in pieces, without parsing them: it follows the path, calls `onRecord` with the text of
 * each record, and skips the rest. `JSON.parse` on whole records is several times faster than any streaming parser written in JavaScript.
 *
 * A list on the way is gone through, so `departments.jobs` gives the jobs of all departments; a list of lists is flattened; an object where the list
 * is expected is one record. What is skipped is checked for balance only.
 */
export class JsonScanner {
  readonly #path: readonly string[]
  readonly #onRecord: (text: string, at: number) => void
  readonly #beside: JsonSurroundings | undefined
  readonly #stack: Container[] = []
  readonly #names: string[] = []
  #expected: Expected = 'value'
  /** How many names of the path lead to the value that comes next; -1 where it is beside the path. */
  #level = 0
  #buffer = ''
  #offset = 0
  #at = 0
  /** Where the composite value that is being gone through began in the buffer, or its rest; -1 where there is none. */
  #start = -1
  /** What came of the open record before the buffer. */
  readonly #before = new TextParts()
  /** What came after the buffer, where that ends in a token that is still open. */
  readonly #after = new TextParts()
  #depth = 0
  #isInString = false
  #isListSeen = false

  /** `onRecord` is given the text of a record and where it begins, in characters from 0; `beside` is told what is in no record. */
  constructor(path: readonly string[], onRecord: (text: string, at: number) => void, beside?: JsonSurroundings) {
    this.#path = path
    this.#onRecord = onRecord
    this.#beside = beside
  }

  get seen(): JsonSeen {
    return { list: this.#isListSeen, names: this.#names }
  }

  /** Whether the document has come to its end; before that, an end of the text means that it was cut. */
  get isEnded(): boolean {
    return this.#expected === 'end' && this.#start < 0
  }

  /** Takes the next piece of text; throws JsonFault. */
  write(text: string): void {
    // A token is looked at again from its beginning, so only when as much again has come: with each piece it would take the square of its length.
    const isWaiting = this.#start < 0 && this.#after.length + text.length < Math.min(this.#buffer.length - this.#at, longestToken)
    if (isWaiting) this.#after.add(text)
    else this.#read(this.#after.finish(text))
  }

  #read(text: string): void {
    if (this.#start >= 0 && this.#isRecord()) this.#before.add(this.#buffer.slice(this.#start))
    const keptFrom = Math.min(this.#at, this.#buffer.length)
    this.#buffer = this.#buffer.slice(keptFrom) + text
    this.#offset += keptFrom
    this.#at -= keptFrom
    if (this.#start >= 0) this.#start = 0
    const held = this.#before.length + this.#buffer.length
    if (held > longestToken + text.length) throw this.#fault(`a record is longer than ${longestToken} characters`, true)
    while (this.#start >= 0 ? this.#finishComposite() : this.#step());
  }

  /** Ends the text: a number may have been waiting for its end. */
  end(): void {
    this.#read(this.#after.finish(' '))
  }

  #isRecord(): boolean {
    return this.#level === this.#path.length
  }

  #fault(message: string, isTooLarge = false): JsonFault {
    return new JsonFault(this.#offset + Math.min(this.#at, this.#buffer.length), message, isTooLarge)
  }

  /** One token outside records; false where more text is needed. */
  #step(): boolean {
    blank.lastIndex = this.#at
    const found = blank.exec(this.#buffer)
    this.#at = found === null ? this.#buffer.length : found.index
    if (found === null) return false
    const character = found[0]
    switch (this.#expected) {
      case 'value':
        return this.#value(character)
      case 'firstKey':
        return character === '}' ? this.#close(false) : this.#key(character)
      case 'key':
        return this.#key(character)
      case 'colon':
        if (character !== ':') throw this.#fault(`expected ":", got ${JSON.stringify(character)}`)
        this.#at += 1
        this.#expected = 'value'
        return true
      case 'next':
        return this.#next(character)
      case 'end':
        throw this.#fault(`expected the end, got ${JSON.stringify(character)}: one document is expected, not several`)
    }
  }

  #value(character: string): boolean {
    const container = this.#stack.at(-1)
    if (character === ']' && container?.isList && container.isEmpty) return this.#close(true)
    if (character === '{' || character === '[') {
      if (container !== undefined) container.isEmpty = false
      return this.#open(character === '[')
    }
    const token = this.#token()
    if (token === undefined) return false
    if (container !== undefined) container.isEmpty = false
    if (this.#isRecord() && container?.isList) this.#onRecord(token, this.#offset + this.#at - token.length)
    else this.#beside?.scalar(token)
    this.#goOn()
    return true
  }

  #open(isList: boolean): boolean {
    const isBeside = this.#level < 0 && (isList || this.#beside?.isWanted !== true)
    if (isBeside || (this.#isRecord() && !isList)) {
      this.#start = this.#at
      return true
    }
    if (this.#stack.length >= deepestValue) throw this.#fault(`more than ${deepestValue} levels`)
    if (isList && this.#isRecord()) this.#isListSeen = true
    this.#stack.push({ isList, level: this.#level, isEmpty: true })
    this.#beside?.open(isList)
    this.#expected = isList ? 'value' : 'firstKey'
    this.#at += 1
    return true
  }

  #key(character: string): boolean {
    if (character !== '"') throw this.#fault(`expected a name in quotes, got ${JSON.stringify(character)}`)
    const token = this.#token()
    if (token === undefined) return false
    const { level } = this.#stack.at(-1)!
    const name = JSON.parse(token) as string
    if (this.#stack.length === 1 && this.#names.length < 20) this.#names.push(name)
    this.#level = level >= 0 && name === this.#path[level] ? level + 1 : -1
    this.#beside?.key(name)
    this.#expected = 'colon'
    return true
  }

  #next(character: string): boolean {
    const { isList, level } = this.#stack.at(-1)!
    if (character === (isList ? ']' : '}')) return this.#close(isList)
    if (character !== ',') throw this.#fault(`expected "," or "${isList ? ']' : '}'}", got ${JSON.stringify(character)}`)
    this.#at += 1
    this.#level = level
    this.#expected = isList ? 'value' : 'key'
    // A list that ends in a comma: `]` is taken as an end only directly after `[`.
    return true
  }

  #close(isList: boolean): boolean {
    if (this.#stack.pop()!.isEmpty && isList) this.#isListSeen = true
    this.#beside?.close()
    this.#at += 1
    this.#goOn()
    return true
  }

  #goOn(): void {
    this.#expected = this.#stack.length === 0 ? 'end' : 'next'
  }

  /** The string, number or word that begins here, checked; undefined while its end has not come. */
  #token(): string | undefined {
    const end = tokenEnd(this.#buffer, this.#at)
    if (end < 0) return undefined
    const token = this.#buffer.slice(this.#at, end)
    try {
      JSON.parse(token)
    } catch {
      throw this.#fault(`unexpected ${JSON.stringify(token.slice(0, 40))}`)
    }
    this.#at = end
    return token
  }

  /** Goes through an object or list up to its end; false where more text is needed. */
  #finishComposite(): boolean {
    for (;;) {
      const stop = this.#isInString ? stringStop : structure
      stop.lastIndex = this.#at
      const found = this.#at < this.#buffer.length ? stop.exec(this.#buffer) : null
      if (found === null) {
        this.#at = Math.max(this.#at, this.#buffer.length)
        return false
      }
      // A backslash takes the next character with it, which may be the first of the next piece.
      this.#at = found.index + (found[0] === '\\' ? 2 : 1)
      if (found[0] === '"') this.#isInString = !this.#isInString
      else if (found[0] === '{' || found[0] === '[') {
        if (++this.#depth > deepestValue) throw this.#fault(`more than ${deepestValue} levels`)
      } else if (found[0] !== '\\' && --this.#depth === 0) return this.#finishRecord()
    }
  }

  #finishRecord(): boolean {
    if (this.#isRecord()) {
      const text = this.#before.finish(this.#buffer.slice(this.#start, this.#at))
      this.#onRecord(text, this.#offset + this.#at - text.length)
    }
    this.#start = -1
    this.#goOn()
    return true
  }
}
