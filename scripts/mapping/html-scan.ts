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

// To their end tag a browser reads no tag in these, or to the end of the text where there is none.
const raw: ReadonlySet<string> = new Set('script style iframe noscript noembed noframes textarea title xmp plaintext'.split(' '))

// Only these may end with the start tag itself: `<svg/>`.
const foreign: ReadonlySet<string> = new Set(['svg', 'math'])

const slash = 0x2f
const equalsSign = 0x3d
const greaterThan = 0x3e

/**
 * Goes through HTML in one pass, in time linear to its length; what it cannot make sense of it leaves out. It need not agree with a browser in every
 * corner: the receivers are safe whatever they are told, since they write no `<` but their own.
 */
export function scanHtml(html: string, receiver: HtmlReceiver): void {
  const endless = new Set<string>()
  let at = 0
  while (at < html.length) {
    const tag = html.indexOf('<', at)
    if (tag < 0) {
      receiver.text(html.slice(at))
      return
    }
    if (tag > at) receiver.text(html.slice(at, tag))
    at = scanMarkup(html, tag, receiver, endless)
  }
}

/** Index after the markup that begins at `at`. */
function scanMarkup(html: string, at: number, receiver: HtmlReceiver, endless: Set<string>): number {
  const next = html.charCodeAt(at + 1)
  if (isLetter(next)) return scanStartTag(html, at, receiver, endless)
  if (next === slash) {
    const end = html.indexOf('>', at)
    if (isLetter(html.charCodeAt(at + 2))) receiver.close(nameAt(html, at + 2))
    return end < 0 ? html.length : end + 1
  }
  if (next === 0x21 /* ! */ || next === 0x3f /* ? */) {
    if (html.startsWith('<!--', at)) return afterComment(html, at)
    const end = html.indexOf('>', at)
    return end < 0 ? html.length : end + 1
  }
  receiver.text('&lt;')
  return at + 1
}

function afterComment(html: string, at: number): number {
  const end = /--!?>/g
  end.lastIndex = at + 2
  return end.test(html) ? end.lastIndex : html.length
}

function scanStartTag(html: string, at: number, receiver: HtmlReceiver, endless: Set<string>): number {
  const name = nameAt(html, at + 1)
  let end = at + 1 + name.length
  let href: string | undefined
  if (html.charCodeAt(end) === greaterThan) end += 1
  else {
    const attributes = scanAttributes(html, end)
    end = attributes.end
    href = attributes.href
  }
  if (dropped.has(name)) return afterElement(html, name, end, endless)
  receiver.open(name, href)
  return end
}

/**
 * Index after the end tag of a dropped element. Where it has none, only its start tag is left out (`<head>` needs no end, and who forgets that of a
 * `<button>` must not lose the rest of the text), unless the rest is no markup. `endless`: names of which no end tag comes any more.
 */
function afterElement(html: string, name: string, from: number, endless: Set<string>): number {
  if (name === 'embed' || (foreign.has(name) && html.charCodeAt(from - 2) === slash)) return from
  const end = endless.has(name) ? -1 : findEndTag(html, name, from)
  if (end >= 0) return end
  endless.add(name)
  return raw.has(name) ? html.length : from
}

function findEndTag(html: string, name: string, from: number): number {
  const endTag = new RegExp(`</${name}(?=[\\s/>])`, 'gi')
  endTag.lastIndex = from
  if (!endTag.test(html)) return -1
  // Not part of the expression, which would look for it from each end tag anew.
  const end = html.indexOf('>', endTag.lastIndex)
  return end < 0 ? html.length : end + 1
}

/** Attributes as in HTML's tokenizer: a quote counts only after an equals sign. */
function scanAttributes(html: string, from: number): { readonly end: number; readonly href: string | undefined } {
  let href: string | undefined
  let at = from
  for (;;) {
    while (isBlank(html.charCodeAt(at)) || html.charCodeAt(at) === slash) at += 1
    if (at >= html.length) return { end: html.length, href }
    if (html.charCodeAt(at) === greaterThan) return { end: at + 1, href }
    const nameStart = at
    // A name may begin with an equals sign.
    at += 1
    while (at < html.length && !endsName(html.charCodeAt(at)) && html.charCodeAt(at) !== equalsSign) at += 1
    const name = html.slice(nameStart, at)
    const equals = afterBlanks(html, at)
    if (html.charCodeAt(equals) !== equalsSign) continue
    const start = afterBlanks(html, equals + 1)
    const quote = html[start]
    const isQuoted = quote === '"' || quote === "'"
    const end = isQuoted ? html.indexOf(quote, start + 1) : unquotedEnd(html, start)
    if (end < 0) return { end: html.length, href }
    if (href === undefined && name.toLowerCase() === 'href') href = html.slice(isQuoted ? start + 1 : start, end)
    at = isQuoted ? end + 1 : end
  }
}

function nameAt(html: string, at: number): string {
  let end = at
  while (end < html.length && !endsName(html.charCodeAt(end))) end += 1
  return html.slice(at, end).toLowerCase()
}

function unquotedEnd(html: string, at: number): number {
  let end = at
  while (end < html.length && html.charCodeAt(end) !== greaterThan && !isBlank(html.charCodeAt(end))) end += 1
  return end
}

function afterBlanks(html: string, at: number): number {
  let end = at
  while (isBlank(html.charCodeAt(end))) end += 1
  return end
}

function endsName(code: number): boolean {
  return code === greaterThan || code === slash || isBlank(code)
}

/** The blanks of HTML's tokenizer: tab, line feed, form feed, carriage return, space. */
function isBlank(code: number): boolean {
  return code === 0x20 || (code >= 0x09 && code <= 0x0d && code !== 0x0b)
}

function isLetter(code: number): boolean {
  return (code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a)
}
