import { HeldText } from './held-text.ts'
import type { Piece } from './recall.ts'
import { RecordPath } from './record-path.ts'

// As in xml.ts, which refuses what is longer: giving up leaves it to say so.
const longestRecord = 10_000_000

// No real name or XML declaration nears it. It bounds what is looked at again when more text comes.
const longestToken = 1000

// As many characters as tell `<!--`, `<![CDATA[` and `<!DOCTYPE` apart.
const longestOpening = 9

/** Where the next character stands. `everything` is where it no longer matters: cutting has been given up. */
type Place = 'content' | 'startTag' | 'endTag' | 'comment' | 'cdata' | 'instruction' | 'doctype' | 'everything'

const ends = { comment: '-->', cdata: ']]>', instruction: '?>' } as const

const nameStop = /[ \t\r\n/<>]/g
const tagStop = /["'<>/]/g
const valueStops: Readonly<Record<string, RegExp>> = { '"': /["<]/g, "'": /['<]/g }
const endTagStop = /[^ \t\r\n]/g
const doctypeStop = /["'<>[\]]/g
const version10 = /^<\?xml[ \t\r\n]+version[ \t\r\n]*=[ \t\r\n]*(?:"1\.0"|'1\.0')/

const exclamation = 0x21
const slash = 0x2f
const question = 0x3f

/**
 * Cuts an XML text that comes in pieces into its records and what stands between them, without parsing it: the pieces joined are the text, whatever
 * it is. In a well-formed document the records are exactly those of XmlRecords at the same path. Outside records every tag is followed; within one
 * only what could hide its end tag, or is named like it, so that most of the text is passed by `indexOf`.
 *
 * Where the text cannot be a well-formed document, or is none that readXml takes, cutting is given up: all that is held and all that comes is then
 * no record, and the parser says what is wrong. So it is with XML 1.1, in which the same record may read otherwise, with a document type that
 * is not bare, and with records of more than 10,000,000 characters. A record is not looked into: that it is well-formed, the parser alone knows.
 *
 * Whoever keeps records from the parser gives it an empty element of the same name instead of each: `a]]<job/>>` is well-formed, without it it is
 * not; with `&am<job/>p;` it is the other way round.
 */
export class XmlSlices {
  readonly #recordName: string
  readonly #elements: RecordPath
  readonly #held = new HeldText()
  #place: Place = 'content'
  /** The quote of the attribute value that is open. */
  #quote = ''
  #isInRecord = false
  /** Open elements that are named like the record, itself among them. */
  #alike = 0

  /** `path`: the names of the record path, at least one. */
  constructor(path: readonly string[]) {
    this.#elements = new RecordPath(path)
    this.#recordName = this.#elements.recordName
  }

  /** The pieces that are complete with this chunk. What is no record is given at once but for a tag's beginning; its pieces end anywhere. */
  push(chunk: string): readonly Piece[] {
    const held = this.#held
    held.add(chunk)
    while (this.#step());
    if (this.#isInRecord && held.length > longestRecord) this.#giveUp()
    if (this.#isInRecord) held.setAside()
    else held.releaseText(held.at)
    return held.takePieces()
  }

  /** The rest, which is no record. */
  end(): readonly Piece[] {
    this.#giveUp()
    return this.#held.takePieces()
  }

  /** Goes one token further; false where more text is needed. */
  #step(): boolean {
    switch (this.#place) {
      case 'content':
        return this.#isInRecord ? this.#recordContent() : this.#content()
      case 'startTag':
        return this.#startTag()
      case 'endTag':
        return this.#endTag()
      case 'doctype':
        return this.#doctype()
      case 'everything':
        return this.#wait(this.#held.text.length)
      default:
        return this.#skipPast(ends[this.#place])
    }
  }

  #wait(at: number): false {
    this.#held.at = at
    return false
  }

  #goOn(place: Place, at: number): true {
    this.#place = place
    this.#held.at = at
    return true
  }

  #giveUp(): false {
    this.#place = 'everything'
    this.#isInRecord = false
    this.#held.releaseAll()
    return false
  }

  /** Within a record: on to what could be its end or hide it. A `<` in an attribute value, which is not well-formed, is no matter. */
  #recordContent(): boolean {
    const { text } = this.#held
    const name = this.#recordName
    const first = name.charCodeAt(0)
    let { at } = this.#held
    for (;;) {
      at = text.indexOf('<', at)
      if (at < 0) return this.#wait(text.length)
      const next = text.charCodeAt(at + 1)
      if (next === exclamation) return this.#declaration(at)
      if (next === question) return this.#goOn('instruction', at + 2)
      const nameAt = next === slash ? at + 2 : at + 1
      const nameEnd = nameAt + name.length
      if (nameEnd >= text.length) return this.#wait(at)
      if (text.charCodeAt(nameAt) === first && text.startsWith(name, nameAt) && isNameStop(text.charCodeAt(nameEnd)))
        return this.#goOn(next === slash ? 'endTag' : 'startTag', nameEnd)
      at = nameAt
    }
  }

  #content(): boolean {
    const { text, at: from } = this.#held
    const at = text.indexOf('<', from)
    if (at < 0) return this.#wait(text.length)
    const next = text.charCodeAt(at + 1)
    if (next === exclamation) return this.#declaration(at)
    if (next === question) return this.#instruction(at)
    return this.#name(at, next === slash)
  }

  #name(at: number, isEnd: boolean): boolean {
    const { text } = this.#held
    const nameAt = isEnd ? at + 2 : at + 1
    const nameEnd = findStop(nameStop, text, nameAt)
    if (nameEnd < 0) return text.length - at > longestToken ? this.#giveUp() : this.#wait(at)
    const name = text.slice(nameAt, nameEnd)
    const isNamed = name !== '' && name.length <= longestToken && text[nameEnd] !== '<'
    if (!isNamed || !(isEnd ? this.#elements.isWithin(name) : this.#open(name, at))) return this.#giveUp()
    return this.#goOn(isEnd ? 'endTag' : 'startTag', nameEnd)
  }

  /** Opens an element that is in no record; whether it may stand there. */
  #open(name: string, at: number): boolean {
    const found = this.#elements.open(name)
    if (found === 'record') {
      this.#held.releaseText(at)
      this.#isInRecord = true
    }
    return found !== 'impossible'
  }

  #close(at: number): boolean {
    if (this.#isInRecord) {
      if (this.#alike === 0) return this.#endRecord(at)
    } else {
      this.#elements.close()
    }
    return this.#goOn('content', at)
  }

  #endRecord(at: number): boolean {
    this.#held.at = at
    if (this.#held.length > longestRecord) return this.#giveUp()
    this.#held.releaseRecord(at)
    this.#isInRecord = false
    return this.#goOn('content', at)
  }

  #startTag(): boolean {
    const { text, at } = this.#held
    const stop = findStop(this.#quote === '' ? tagStop : valueStops[this.#quote]!, text, at)
    if (stop < 0) return this.#wait(text.length)
    switch (text[stop]) {
      case '<':
        return this.#giveUp()
      case '>':
        if (this.#isInRecord) this.#alike += 1
        return this.#goOn('content', stop + 1)
      case '/':
        if (stop + 1 === text.length) return this.#wait(stop)
        return text[stop + 1] === '>' ? this.#close(stop + 2) : this.#giveUp()
      default:
        this.#quote = this.#quote === '' ? text[stop]! : ''
        return this.#goOn('startTag', stop + 1)
    }
  }

  #endTag(): boolean {
    const { text, at } = this.#held
    const stop = findStop(endTagStop, text, at)
    if (stop < 0) return this.#wait(text.length)
    if (text[stop] !== '>') return this.#giveUp()
    if (this.#isInRecord) this.#alike -= 1
    return this.#close(stop + 1)
  }

  #declaration(at: number): boolean {
    const { text } = this.#held
    if (text.startsWith('<![CDATA[', at)) return this.#goOn('cdata', at + 9)
    if (text.startsWith('<!--', at)) return this.#goOn('comment', at + 4)
    if (text.length - at < longestOpening) return this.#wait(at)
    return text.startsWith('<!DOCTYPE', at) && !this.#elements.isRootSeen ? this.#goOn('doctype', at + 9) : this.#giveUp()
  }

  #doctype(): boolean {
    const { text, at } = this.#held
    const stop = findStop(doctypeStop, text, at)
    if (stop < 0) return this.#wait(text.length)
    return text[stop] === '>' ? this.#goOn('content', stop + 1) : this.#giveUp()
  }

  #instruction(at: number): boolean {
    const { text } = this.#held
    if (!'<?xml'.startsWith(text.slice(at, at + 5)) || /[^ \t\r\n?]/.test(text.charAt(at + 5))) return this.#goOn('instruction', at + 2)
    const end = text.indexOf('?>', at + 2)
    if (end < 0) return text.length - at > longestToken ? this.#giveUp() : this.#wait(at)
    return version10.test(text.slice(at, end)) ? this.#goOn('content', end + 2) : this.#giveUp()
  }

  #skipPast(end: string): boolean {
    const { text, at } = this.#held
    const found = text.indexOf(end, at)
    // What the end may begin with is looked at again.
    return found < 0 ? this.#wait(Math.max(at, text.length - end.length + 1)) : this.#goOn('content', found + end.length)
  }
}

/** Index of the first character of a kind, or -1. */
function findStop(stop: RegExp, text: string, from: number): number {
  stop.lastIndex = from
  return stop.test(text) ? stop.lastIndex - 1 : -1
}

/** Whether a name ends before this character: white space, `/` or `>`. */
function isNameStop(code: number): boolean {
  return code === 0x3e || code === slash || code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09
}
