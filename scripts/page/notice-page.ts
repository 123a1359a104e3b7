import { html } from 'hono/html'
import { clientPath } from '../model/page-path.ts'
import type { ShownClient } from '../model/showing.ts'
import { clientHeader, type Html, renderPage } from './layout.ts'
import type { Site } from './site.ts'
import { wordsOf } from './words.ts'

/** Why there is nothing else to show: no such page, a posting that was removed, or a failure of ours. */
export type Notice = 'notFound' | 'gone' | 'failed'

/** A page that says why it has nothing to show, and leads back to the client's postings where the client is known. */
export function renderNoticePage(site: Site, notice: Notice, client: ShownClient | undefined): Html {
  const language = client?.page.language ?? 'en'
  const words = wordsOf(language)
  return renderPage(site, {
    language,
    title: words[notice],
    color: client?.page.theme?.color,
    header: client === undefined ? html`` : clientHeader(client, clientPath(client.page.slug)),
    main: html`<div class="notice"><h1>${words[notice]}</h1><p>${words[`${notice}Hint`]}</p>
${client === undefined ? '' : html`<p><a class="button" href="${clientPath(client.page.slug)}">${words.back}</a></p>`}</div>`,
  })
}
