import { decodeHTML, decodeHTMLAttribute } from 'entities'
import { scanHtml } from './html-scan.ts'
import { SafeHtmlWriter } from './html-writer.ts'

/**
 * HTML that is safe to show: paragraphs, line breaks, lists, headings (from h3 on), emphasis, quotations, tables and links to http, https and
 * mailto, without any other attribute; balanced. Every `<` in it is written here, so nothing of the source's markup survives as it came.
 */
export function safeHtml(html: string): string {
  if (!html.includes('<')) return html.trim()
  const writer = new SafeHtmlWriter(safeLink)
  scanHtml(html, writer)
  return writer.finish()
}

/** Plain text as safe HTML: a blank line parts paragraphs, any other line break stays one. */
export function htmlOfText(text: string): string {
  return text
    .replaceAll(/\r\n?|\u2028/g, '\n')
    .split(/\n[^\S\n]*\n\s*|\u2029/)
    .map((paragraph) => paragraph.trim())
    .filter((paragraph) => paragraph !== '')
    .map((paragraph) => `<p>${escapeHtml(paragraph).replaceAll('\n', '<br>')}</p>`)
    .join('')
}

// Tags that stand in a line of text; every other parts words.
const inline: ReadonlySet<string> = new Set(
  'a abbr b bdi bdo big cite code data del dfn em font i ins kbd label mark q s samp small span strike strong sub sup time tt u var wbr'.split(
    ' ',
  ),
)

/** The text of HTML, entities resolved: blocks and line breaks as line ends, blanks collapsed. */
export function plainText(html: string): string {
  if (!html.includes('<')) return collapse(decodeEntities(html))
  let text = ''
  const part = (name: string) => {
    if (!inline.has(name)) text += '\n'
  }
  // A line end of the source is a blank of HTML; only those of tags stay.
  scanHtml(html, { text: (piece) => (text += piece.replaceAll(/\s+/g, ' ')), open: part, close: part })
  return collapse(decodeEntities(text))
}

function collapse(text: string): string {
  return text
    .replaceAll(/[^\S\n]+/g, ' ')
    .replaceAll(/ ?\n[ \n]*/g, '\n')
    .trim()
}

/** Resolves entities once (HTML's named ones, decimal, hexadecimal). */
export function decodeEntities(text: string): string {
  return text.includes('&') ? decodeHTML(text) : text
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

/** The address of a link, ready to stand between double quotes; undefined where it is not one to show. */
function safeLink(href: string): string | undefined {
  // Browsers ignore control characters in and blanks around an address; whoever hides a scheme behind them means no good.
  const url = decodeHTMLAttribute(href)
    .replaceAll(/\p{Cc}/gu, '')
    .trim()
  if (!/^(?:https?:\/\/[^/\\]|mailto:)/i.test(url) || !URL.canParse(url)) return undefined
  // What stands before the @ is a credential, or a host that the link only seems to lead to.
  if (/^https?:\/\/[^/?#\\]*@/i.test(url)) return undefined
  return escapeHtml(url).replaceAll('"', '&quot;').replaceAll("'", '&#39;')
}
