import { html, raw } from 'hono/html'
import type { ShownClient } from '../model/showing.ts'
import { isIndexed, type Site, stylesheetPath } from './site.ts'
import { themeOf } from './theme.ts'
import { type Language, wordsOf } from './words.ts'

/** A piece of HTML: what is put into it as text is escaped. */
export type Html = ReturnType<typeof html>

/** What one page says about itself, and its parts. */
export interface PageParts {
  readonly language: Language
  readonly title: string
  /** Path of the page's own address; left out where it has none to be found by (an error, a search). */
  readonly canonicalPath?: string
  /** Not for search engines, though it has an address of its own. */
  readonly isForPeopleOnly?: boolean
  readonly summary?: string
  readonly color?: string | undefined
  /** More for `<head>`. */
  readonly head?: Html
  readonly header: Html
  readonly main: Html
}

/** The one inline style of a page: the client's colours. Its text is needed again for the policy that allows it. */
export function themeStyle(color: string | undefined): string {
  const { accent, onAccent, ink } = themeOf(color)
  return `:root{--accent:${accent};--on-accent:${onAccent};--ink:${ink}}`
}

/** A whole page. */
export function renderPage(site: Site, parts: PageParts): Html {
  const words = wordsOf(parts.language)
  const isFindable = isIndexed(site) && parts.canonicalPath !== undefined && parts.isForPeopleOnly !== true
  return html`<!doctype html>
<html lang="${parts.language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${parts.title}</title>
${isFindable ? '' : html`<meta name="robots" content="noindex">`}
${describe(site, parts)}
<meta name="theme-color" content="${themeOf(parts.color).accent}">
<link rel="icon" href="/assets/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="${stylesheetPath(site)}">
<style>${raw(themeStyle(parts.color))}</style>
${parts.head ?? ''}
</head>
<body>
<a class="skip" href="#content">${words.skip}</a>
${site.environment === 'production' ? '' : html`<aside class="ribbon">${words.preview} <span>${site.environment}</span></aside>`}
<header class="top"><div class="width">${parts.header}</div></header>
<main id="content" class="width" tabindex="-1">${parts.main}</main>
</body>
</html>`
}

/** A client's name above its pages other than the first: a way back to all its postings. */
export function clientHeader({ page }: ShownClient, path: string): Html {
  return html`<p class="brand"><a href="${path}">${page.title}</a></p>`
}

// A language with the country in which most speak it so: og:locale takes no language alone (https://ogp.me/#optional).
const locales = { en: 'en_US', fr: 'fr_FR', de: 'de_DE', es: 'es_ES', nl: 'nl_NL' } as const satisfies Record<Language, string>

// Open Graph, https://ogp.me: what a link to the page looks like where it is shared.
function describe(site: Site, { title, summary, canonicalPath, language }: PageParts): Html {
  if (canonicalPath === undefined) return html``
  const url = `${site.origin}${canonicalPath}`
  return html`<link rel="canonical" href="${url}">
<meta property="og:type" content="website">
<meta property="og:title" content="${title}">
<meta property="og:url" content="${url}">
<meta property="og:locale" content="${locales[language]}">
<meta name="twitter:card" content="summary">
${summary === undefined || summary === '' ? '' : html`<meta name="description" content="${summary}"><meta property="og:description" content="${summary}">`}`
}
