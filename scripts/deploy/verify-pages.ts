import type pg from 'pg'
import { readStoredPages, type StoredPage } from '../store/shown.ts'

const samplesPerFeed = 2
// A run may change the postings between reading them and looking at the page: the difference must last.
const attempts = 3
const atOnce = 8

/** The web service whose pages are compared: its address, and the way to it. */
export interface Web {
  readonly url: string
  readonly fetch: typeof fetch
}

/** Compares what the pages show with what is stored: one sentence for each difference, none where all is right. */
export async function verifyPages(pool: pg.Pool, web: Web): Promise<string[]> {
  let differing = await comparePages(await readStoredPages(pool, samplesPerFeed), web)
  for (let attempt = 1; attempt < attempts && differing.length > 0; attempt += 1) {
    const clients = differing.map(({ client }) => client)
    differing = await comparePages(await readStoredPages(pool, samplesPerFeed, clients), web)
  }
  return differing.flatMap(({ differences }) => differences)
}

interface Compared {
  readonly client: string
  readonly differences: readonly string[]
}

async function comparePages(pages: readonly StoredPage[], web: Web): Promise<Compared[]> {
  const waiting = pages.values()
  const compared: Compared[] = []
  async function compareNext(): Promise<void> {
    for (const page of waiting) compared.push({ client: page.client, differences: await comparePage(page, web) })
  }
  await Promise.all(Array.from({ length: atOnce }, compareNext))
  return compared.filter(({ differences }) => differences.length > 0)
}

async function comparePage(page: StoredPage, web: Web): Promise<string[]> {
  const path = `/clients/${page.slug}`
  const client = await fetchPage(path, web)
  const differences = client.html === undefined ? [client.fault] : differencesOfClient(path, client.html, page.postings)
  for (const sample of page.samples) {
    const samplePath = `${path}/${sample.feed.slice(sample.feed.indexOf('/') + 1)}/${encodeURIComponent(sample.id)}`
    const posting = await fetchPage(samplePath, web)
    differences.push(...(posting.html === undefined ? [posting.fault] : differencesOfPosting(samplePath, posting.html, sample)))
  }
  return differences
}

type Fetched = { readonly html: string } | { readonly html?: undefined; readonly fault: string }

async function fetchPage(path: string, { url, fetch }: Web): Promise<Fetched> {
  try {
    const response = await fetch(new URL(path, url), { redirect: 'manual' })
    const html = await response.text()
    return response.status === 200 ? { html } : { fault: `${path}: expected 200, got ${response.status}` }
  } catch (error) {
    return { fault: `${path}: the web service at ${url} does not answer: ${String((error as Error).cause ?? error)}` }
  }
}

/** Compares a client page's own count, `<meta name="client-imports:postings" content="N">`, with the stored one. */
export function differencesOfClient(path: string, html: string, postings: number): string[] {
  const shown = /<meta\s+name="client-imports:postings"\s+content="(\d+)"/.exec(html)?.[1]
  if (shown === undefined) return [`${path}: the page does not say how many postings it has`]
  return Number(shown) === postings ? [] : [`${path}: ${postings} postings are stored, the page has ${shown}`]
}

/** Compares a posting page's JSON-LD (schema.org JobPosting) with the stored posting. */
export function differencesOfPosting(path: string, html: string, { title }: { readonly title: string }): string[] {
  const text = /<script type="application\/ld\+json"[^>]*>([\s\S]*?)<\/script>/.exec(html)?.[1]
  const data = text === undefined ? undefined : parseObject(text)
  if (data === undefined) return [`${path}: the page has no JSON-LD`]
  if (data['@type'] !== 'JobPosting') return [`${path}: JSON-LD is of type ${String(data['@type'])}, expected JobPosting`]
  return data.title === title ? [] : [`${path}: the title shown differs from the one stored`]
}

function parseObject(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : undefined
  } catch {
    return undefined
  }
}
