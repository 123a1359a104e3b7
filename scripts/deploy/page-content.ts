import { Parser } from 'htmlparser2'

/** What a page of ours says, as a browser or a search engine would find it. */
export interface PageContent {
  /** `<meta name="client-imports:postings">`: how many postings the client has. */
  readonly postings: number | undefined
  /** `<meta name="client-imports:closed">`: the posting is closed, and the page says so. */
  readonly isClosed: boolean
  readonly canonical: string | undefined
  /** The JSON-LD of the page, parsed; undefined where there is none or it is no JSON. */
  readonly jsonLd: unknown
  /** Every `href` of a link, as it stands. */
  readonly links: readonly string[]
  /** The text that visitors see on the page, blanks collapsed: without its title and styles. */
  readonly text: string
}

/** Reads a page's HTML. */
export function parsePage(html: string): PageContent {
  const links: string[] = []
  let postings: number | undefined
  let isClosed = false
  let canonical: string | undefined
  let jsonLd = ''
  let text = ''
  let isJsonLd = false
  let isHidden = false
  const parser = new Parser({
    onopentag(name, { href, rel, type, name: meta, content }) {
      isHidden = name === 'title' || name === 'style'
      isJsonLd = name === 'script' && type === 'application/ld+json'
      if (name === 'a' && href !== undefined) links.push(href)
      if (name === 'link' && rel === 'canonical') canonical = href
      if (name === 'meta' && meta === 'client-imports:closed') isClosed = true
      if (name === 'meta' && meta === 'client-imports:postings' && /^\d+$/.test(content ?? '')) postings = Number(content)
    },
    ontext(piece) {
      if (isJsonLd) jsonLd += piece
      else if (!isHidden) text += piece
    },
    onclosetag(name) {
      isHidden = false
      if (name === 'script') isJsonLd = false
      else text += ' '
    },
  })
  parser.end(html)
  return { postings, isClosed, canonical, jsonLd: parseJson(jsonLd), links, text: collapse(text) }
}

/** Text with each run of blanks as one, as HTML shows it. */
export function collapse(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim()
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
