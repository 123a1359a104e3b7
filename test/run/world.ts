import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type pg from 'pg'
import type { Feed } from '../../scripts/model/feed.ts'
import type { RunContext } from '../../scripts/run/steps.ts'
import { aFeed, noon } from '../support/build.ts'

/** A folder that stands for the repository, with one feed as a file in it. */
export interface FeedFile extends AsyncDisposable {
  readonly root: string
  write(text: string): Promise<void>
}

/** Makes a folder with `feed.json`; it goes at the end. */
export async function feedFile(): Promise<FeedFile> {
  const root = await mkdtemp(join(tmpdir(), 'client-imports-test-'))
  return {
    root,
    write: (text) => writeFile(join(root, 'feed.json'), text),
    [Symbol.asyncDispose]: () => rm(root, { recursive: true, force: true }),
  }
}

/** A feed that is read from that file: a JSON list of id and title. */
export function aFileFeed(overrides: Partial<Feed> = {}): Feed {
  return aFeed({
    source: { file: { path: 'feed.json' }, format: { json: {} } },
    mapping: { id: 'id', title: 'title', url: { const: 'https://jobs.acme.example/' } },
    expect: {},
    ...overrides,
  })
}

/** The mapping of such a feed whose items have a kind, too, of which `full` alone is known. */
export const mappingWithKind = {
  ...aFileFeed().mapping,
  employmentType: { from: 'kind', map: { full: 'FULL_TIME' } },
} as const satisfies Feed['mapping']

/** Postings as that file has them. */
export function listOf(...ids: readonly string[]): string {
  return JSON.stringify(ids.map((id) => ({ id, title: `Posting ${id}` })))
}

/** What a run needs, with time standing still. */
export function runContext(pool: pg.Pool, root: string, source: Partial<RunContext['source']> = {}): RunContext {
  const wait = async () => {}
  return { pool, engine: 'engine', now: () => noon, ticks: () => 0, source: { root, secrets: {}, privateHosts: [], wait, ...source } }
}

/** The live postings: titles by id, in order. */
export async function readTitles(pool: pg.Pool): Promise<Record<string, string>> {
  const { rows } = await pool.query<{ id: string; title: string }>(
    `select id, content->>'title' as title from posting where removed_at is null order by id`,
  )
  return Object.fromEntries(rows.map(({ id, title }) => [id, title]))
}
