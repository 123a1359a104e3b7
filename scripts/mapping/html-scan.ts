/** Told of the pieces of an HTML text in order. */
export interface HtmlReceiver {
  /** Text without `<`; its entities are as written. */
  text(text: string): void
  /** A start tag; the name in lower case. `href` as written, entities included. */
  open(name: string, href: string | undefined): void
  /** An end tag. */
  close(name: string): void
}

// Their content is no text to be read, or is parsed by other rules: it goes with them.
const dropped: ReadonlySet<string> = new Set(
  'script style iframe object embed applet noscript noembed noframes template textarea select option svg math title head xmp plaintext audio video canvas button'.split(
    ' ',
  ),
)

const blankOrEnd = /[\s/>]/g
const nameEnd = /[\s/>=]/g
const notBlank = /[^\s/]/g
const valueStart = /\S/g
const valueEnd = /[\s>]/g

/**
 * Goes through HTML in one pass, in time linear to its length; what it cannot make sense of it leaves out. It need not agree with a browser in every
 * corner: the receivers are safe whatever they are told, since they write no `<` but their own.
 */
export function scanHtml(html: string, receiver: HtmlReceiver): void {
  let at = 0
  while (at < html.length) {
    const tag = html.indexOf('<', at)
    if (tag < 0) {
      receiver.text(html.slice(at))
      return
    }
    if (tag > at) receiver.text(html.slice(at, tag))
    at = scanMarkup(html, tag, receiver)
  }
}

/** Index after the markup that begins at `at`. */
function scanMarkup(html: string, at: number, receiver: HtmlReceiver): number {
  const next = html.charCodeAt(at + 1)
  if (isLetter(next)) return scanStartTag(html, at, receiver)
  if (next === 0x2f /* / */) {
    const end = html.indexOf('>', at)
    if (isLetter(html.charCodeAt(at + 2))) receiver.close(nameAt(html, at + 2))
    return end < 0 ? html.length : end + 1
  }
  if (next === 0x21 /* ! */ || next === 0x3f /* ? */) {
    const isComment = html.startsWith('<!--', at)
    const end = isComment ? html.indexOf('-->', at + 2) : html.indexOf('>', at)
    return end < 0 ? html.length : end + (isComment ? 3 : 1)
  }
  receiver.text('&lt;')
  return at + 1
}

function scanStartTag(html: string, at: number, receiver: HtmlReceiver): number {
  const name = nameAt(html, at + 1)
  let end = at + 1 + name.length
  let href: string | undefined
  if (html.charCodeAt(end) === 0x3e /* > */) end += 1
  else {
    const attributes = scanAttributes(html, end)
    end = attributes.end
    href = attributes.href
  }
  if (dropped.has(name)) return afterElement(html, name, end)
  receiver.open(name, href)
  return end
}

/** Index after the end tag of a dropped element; the end of the text where there is none, as a browser has it. */
function afterElement(html: string, name: string, from: number): number {
  if (name === 'embed') return from
  const endTag = new RegExp(`</${name}(?=[\\s/>])[^>]*>`, 'gi')
  endTag.lastIndex = from
  return endTag.exec(html) === null ? html.length : endTag.lastIndex
}

/** Attributes as in HTML's tokenizer: a quote counts only after an equals sign. */
function scanAttributes(html: string, from: number): { readonly end: number; readonly href: string | undefined } {
  let href: string | undefined
  let at = from
  for (;;) {
    at = indexFrom(notBlank, html, at)
    if (at >= html.length) return { end: html.length, href }
    if (html.charCodeAt(at) === 0x3e) return { end: at + 1, href }
    const nameStart = at
    // A name may begin with an equals sign.
    at = indexFrom(nameEnd, html, at + 1)
    const name = html.slice(nameStart, at)
    const equals = indexFrom(valueStart, html, at)
    if (html.charCodeAt(equals) !== 0x3d /* = */) continue
    const start = indexFrom(valueStart, html, equals + 1)
    const quote = html[start]
    const isQuoted = quote === '"' || quote === "'"
    const end = isQuoted ? html.indexOf(quote, start + 1) : indexFrom(valueEnd, html, start)
    if (end < 0) return { end: html.length, href }
    if (href === undefined && name.toLowerCase() === 'href') href = html.slice(isQuoted ? start + 1 : start, end)
    at = isQuoted ? end + 1 : end
  }
}

function nameAt(html: string, at: number): string {
  return html.slice(at, indexFrom(blankOrEnd, html, at)).toLowerCase()
}

function indexFrom(stop: RegExp, html: string, at: number): number {
  stop.lastIndex = at
  return stop.exec(html)?.index ?? html.length
}

function isLetter(code: number): boolean {
  return (code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a)
}
