import type pg from 'pg'
import { counted } from '../model/counted.ts'
import { isClosed } from '../model/last-day.ts'
import { clientPath, postingPath } from '../model/page-path.ts'
import { readStoredPages, type StoredPage } from '../store/shown.ts'
import { type PageContent, parsePage } from './page-content.ts'
import { differencesOfLinks, differencesOfPosting } from './posting-differences.ts'

const samplesPerFeed = 2
// A run may change the postings between reading them and looking at the page: the difference must last.
const attempts = 3
const atOnce = 8

/** The web service whose pages are compared: its address, the way to it, and the time by which it closes postings. */
export interface Web {
  readonly url: string
  readonly fetch: typeof fetch
  readonly now: () => Date
}

/** Compares what the pages of these clients, or of all, show with what is stored: one sentence for each difference, none where all is right. */
export async function verifyPages(pool: pg.Pool, web: Web, only?: readonly string[]): Promise<string[]> {
  const read = async (clients: readonly string[] | undefined) => {
    const now = web.now()
    return comparePages(await readStoredPages(pool, { now, samples: samplesPerFeed, clients }), web, now)
  }
  let differing = await read(only)
  for (let attempt = 1; attempt < attempts && differing.length > 0; attempt += 1)
    differing = await read(differing.map(({ client }) => client))
  return differing.flatMap(({ differences }) => differences)
}

interface Compared {
  readonly client: string
  readonly differences: readonly string[]
}

async function comparePages(pages: readonly StoredPage[], web: Web, now: Date): Promise<Compared[]> {
  const waiting = pages.values()
  const compared: Compared[] = []
  async function compareNext(): Promise<void> {
    for (const page of waiting) compared.push({ client: page.client, differences: await comparePage(page, web, now) })
  }
  await Promise.all(Array.from({ length: atOnce }, compareNext))
  return compared.filter(({ differences }) => differences.length > 0)
}

async function comparePage(page: StoredPage, web: Web, now: Date): Promise<string[]> {
  const differences = await compareList(page, web)
  for (const { feed, id, posting } of page.samples) {
    const samplePath = postingPath(page.slug, feed, id)
    const sample = await fetchPage(samplePath, web)
    const stored = { posting, clientName: page.name, isClosed: isClosed(posting, now) }
    differences.push(...(sample.page === undefined ? [sample.fault] : differencesOfPosting(samplePath, sample.page, stored)))
  }
  return differences
}

async function compareList({ slug, postings }: StoredPage, web: Web): Promise<string[]> {
  const path = clientPath(slug)
  const first = await fetchPage(path, web)
  if (first.page === undefined) return [first.fault]
  const pages = pagesOfList(path, first.page)
  const last = pages === 1 ? first : await fetchPage(`${path}?page=${pages}`, web)
  return last.page === undefined ? [last.fault] : differencesOfClient(path, { first: first.page, last: last.page, pages }, postings)
}

type Fetched = { readonly page: PageContent } | { readonly page?: undefined; readonly fault: string }

async function fetchPage(path: string, { url, fetch }: Web): Promise<Fetched> {
  try {
    const response = await fetch(new URL(path, url), { redirect: 'manual' })
    const html = await response.text()
    return response.status === 200 ? { page: parsePage(html) } : { fault: `${path}: expected 200, got ${response.status}` }
  } catch (error) {
    return { fault: `${path}: the web service at ${url} does not answer: ${String((error as Error).cause ?? error)}` }
  }
}

/** A client's list of postings: its first and last page, which are the same where there is but one, and how many there are. */
export interface ListPages {
  readonly first: PageContent
  readonly last: PageContent
  readonly pages: number
}

/** Compares what a client's page says of its number of postings, and what its list leads to, with what is stored, and looks at its links. */
export function differencesOfClient(path: string, { first, last, pages }: ListPages, postings: number): string[] {
  const said = first.postings
  const listed = (pages - 1) * listedOn(path, first) + listedOn(path, last)
  const stored = `${counted(postings, 'posting')} ${postings === 1 ? 'is' : 'are'} stored`
  const differences = [
    ...(said === undefined ? ['the page does not say how many postings it has'] : []),
    ...(said === undefined || said === postings ? [] : [`${stored}, the page has ${said}`]),
    ...(listed === postings || listed === said ? [] : [`${stored}, the list leads to ${listed}`]),
    ...differencesOfLinks(path, first),
  ]
  return differences.map((difference) => `${path}: ${difference}`)
}

/** The number of pages of a client's list: the highest that a link of its first page leads to. */
function pagesOfList(path: string, { links }: PageContent): number {
  const numbers = links
    .filter((href) => href.startsWith(`${path}?`))
    .map((href) => Number(new URLSearchParams(href.slice(path.length)).get('page')))
  return Math.max(1, ...numbers.filter(Number.isSafeInteger))
}

function listedOn(path: string, { links }: PageContent): number {
  return new Set(links.filter((href) => href.startsWith(`${path}/`))).size
}
