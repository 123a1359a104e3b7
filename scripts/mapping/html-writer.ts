import type { HtmlReceiver } from './html-scan.ts'

/** What a tag becomes, by its name; tags that are not here vanish and leave their text. */
const tags: ReadonlyMap<string, string> = new Map([
  ...'p br hr ul ol li strong em b i u sub sup a blockquote table thead tbody tfoot tr td th h3 h4 h5 h6'
    .split(' ')
    .map((name) => [name, name] as const),
  // The page has its own h1 and h2.
  ['h1', 'h3'],
  ['h2', 'h3'],
  // Boxes have no meaning here but that they part paragraphs.
  ...'div section article header footer main aside nav center address figure form fieldset dl dt dd pre body html'
    .split(' ')
    .map((name) => [name, 'div'] as const),
])

const inline: ReadonlySet<string> = new Set(['strong', 'em', 'b', 'i', 'u', 'sub', 'sup', 'a'])
const paragraphs: ReadonlySet<string> = new Set(['p', 'h3', 'h4', 'h5', 'h6'])

/** What must be open for a tag to stand there; opening it closes all that is open within. */
const parents: ReadonlyMap<string, readonly string[]> = new Map([
  ['li', ['ul', 'ol']],
  ['thead', ['table']],
  ['tbody', ['table']],
  ['tfoot', ['table']],
  ['tr', ['thead', 'tbody', 'tfoot', 'table']],
  ['td', ['tr']],
  ['th', ['tr']],
])

// With those that part no lines, which editors leave between items.
const blankOnly = /^(?:\s|&nbsp;|&#160;)*$/

// Deeper nesting shows nothing and costs the browser; real descriptions have up to 12 levels.
const deepest = 60

/** Writes safe, balanced HTML from what it is told of unsafe HTML. A tag is written when something stands in it, so that empty ones vanish. */
export class SafeHtmlWriter implements HtmlReceiver {
  readonly #safeLink: (href: string) => string | undefined
  readonly #open: { readonly name: string; readonly start: string; readonly isImplied: boolean }[] = []
  /** How many of the open tags have been written. */
  #written = 0
  #html = ''
  /** The end of an item and the blanks behind it, until something else stands there: a list would still belong to the item. */
  #itemEnd = ''
  /** Whether the next text begins a paragraph, because a box began or ended. */
  #isParted = false

  /** `safeLink` gives the escaped address of a link, or undefined where the link is dropped. */
  constructor(safeLink: (href: string) => string | undefined) {
    this.#safeLink = safeLink
  }

  text(text: string): void {
    if (text.trim() === '') {
      // A blank keeps words apart, but fills no tag and begins no paragraph.
      if (this.#itemEnd !== '') this.#itemEnd += text
      else if (this.#html !== '' && this.#written === this.#open.length) this.#append(text)
      else if (inline.has(this.#open.at(-1)?.name ?? '')) this.#append(' ')
      return
    }
    if (this.#isInList() && blankOnly.test(text)) return
    this.#leaveImpliedList()
    this.#enterItem()
    this.#beginParagraph()
    this.#write()
    this.#append(text)
  }

  open(tag: string, href: string | undefined): void {
    const name = tags.get(tag)
    if (name === undefined) return
    if (name === 'br' || name === 'hr') this.#void(name)
    else if (inline.has(name)) this.#openInline(name, href)
    else if (name === 'div') this.#part()
    else if (parents.has(name)) this.#openWithin(name, parents.get(name)!)
    else {
      this.#closeParagraph()
      if (isList(name)) this.#returnToItem()
      this.#enterItem()
      this.#push(name)
    }
  }

  close(tag: string): void {
    const name = tags.get(tag)
    if (name === 'div') this.#part()
    else if (name !== undefined) this.#closeTo(this.#open.findLastIndex((open) => open.name === name))
  }

  /** The HTML, all tags closed. */
  finish(): string {
    this.#closeTo(0)
    return this.#html.trim()
  }

  #void(name: string): void {
    // Items part lines of themselves.
    if (this.#isInList()) return
    // A line break at the beginning of a paragraph is the distance that its style gives.
    if (name === 'hr') this.#closeParagraph()
    else if (this.#isParted || this.#written < this.#open.length) return
    // It would stand beside the item that is empty so far.
    if (this.#written > 0 && isList(this.#open[this.#written - 1]!.name)) return
    this.#append(`<${name}>`)
  }

  #openInline(name: string, href: string | undefined): void {
    this.#leaveImpliedList()
    this.#enterItem()
    if (name !== 'a') {
      this.#push(name)
      return
    }
    this.#closeTo(this.#open.findLastIndex((open) => open.name === 'a'))
    const link = href === undefined ? undefined : this.#safeLink(href)
    if (link !== undefined) this.#push('a', `<a href="${link}" rel="nofollow noopener">`)
  }

  #openWithin(name: string, within: readonly string[]): void {
    let parent = this.#open.findLastIndex((open) => within.includes(open.name))
    // A list or cell of another table or list must not be closed by one inside it.
    if (name === 'li' && parent < this.#open.findLastIndex((open) => open.name === 'td' || open.name === 'th')) parent = -1
    if (name !== 'li' && parent < this.#open.findLastIndex((open) => open.name === 'li' || open.name === 'blockquote')) parent = -1
    if (parent >= 0) this.#closeTo(parent + 1)
    else if (name !== 'li') {
      this.#part()
      return
    } else {
      // Some systems give the items of a list without the list.
      this.#closeParagraph()
      this.#push('ul', '<ul>', true)
    }
    this.#push(name)
    // An empty cell holds its column.
    if (name === 'td' || name === 'th') this.#write()
  }

  #part(): void {
    this.#closeParagraph()
    this.#isParted = true
  }

  #beginParagraph(): void {
    if (!this.#isParted) return
    this.#isParted = false
    if (!this.#open.some(({ name }) => inline.has(name) || paragraphs.has(name)) && !this.#isTight()) this.#push('p')
  }

  /** In an item or a cell a box needs no paragraph unless text stands before it. */
  #isTight(): boolean {
    const last = this.#open.at(-1)?.name
    return (last === 'li' || last === 'td' || last === 'th') && (this.#written < this.#open.length || this.#html.endsWith('>'))
  }

  #closeParagraph(): void {
    let keep = this.#open.length
    while (keep > 0 && (inline.has(this.#open[keep - 1]!.name) || paragraphs.has(this.#open[keep - 1]!.name))) keep -= 1
    this.#closeTo(keep)
    this.#leaveImpliedList()
  }

  /** No tag ends a list that no tag began: what is not one of its items does. */
  #leaveImpliedList(): void {
    if (this.#open.at(-1)?.isImplied) this.#closeTo(this.#open.length - 1)
  }

  #isInList(): boolean {
    const last = this.#open.at(-1)
    return last !== undefined && !last.isImplied && isList(last.name)
  }

  /** Nothing but items may stand in a list (https://html.spec.whatwg.org/#the-ul-element): what is none becomes one. */
  #enterItem(): void {
    if (this.#isInList()) this.#push('li')
  }

  /** A list that stands between the items of another belongs to the one before it: many editors write it so. */
  #returnToItem(): void {
    if (this.#itemEnd === '' || !this.#isInList()) return
    this.#itemEnd = ''
    this.#push('li')
    this.#written = this.#open.length
  }

  #append(html: string): void {
    this.#html += this.#itemEnd + html
    this.#itemEnd = ''
  }

  #push(name: string, start = `<${name}>`, isImplied = false): void {
    if (!inline.has(name)) this.#isParted = false
    if (this.#open.length < deepest) this.#open.push({ name, start, isImplied })
  }

  #write(): void {
    for (; this.#written < this.#open.length; this.#written += 1) this.#append(this.#open[this.#written]!.start)
  }

  /** Closes all open tags from this index on; -1 closes none. */
  #closeTo(index: number): void {
    if (index < 0) return
    while (this.#open.length > index) {
      const { name } = this.#open.pop()!
      if (this.#open.length >= this.#written) continue
      this.#append(name === 'li' ? '' : `</${name}>`)
      if (name === 'li') this.#itemEnd = '</li>'
      this.#written = this.#open.length
    }
  }
}

function isList(name: string): boolean {
  return name === 'ul' || name === 'ol'
}
