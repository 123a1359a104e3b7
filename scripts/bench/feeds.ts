import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import type { Feed } from '../model/feed.ts'
import type { Outcome } from '../model/run.ts'
import { runFeed } from '../run/run-feed.ts'
import { copyHeader, copyTrailer } from '../store/copy-encoding.ts'
import { openPool } from '../store/database.ts'
import { deployFeeds } from './deploy-feeds.ts'
import { benchFeed, feedText } from './feed.ts'
import { bareTable, copyIntoBare, encodeRow, parseBare } from './floor.ts'
import { type LoadFigures, measureLoad } from './load.ts'

/** What is measured: so many feeds of so many postings each, in files of `folder`, some of them at once. */
export interface FeedsOrder {
  readonly database: string
  readonly folder: string
  readonly feeds: number
  readonly postings: number
  readonly atOnce: number
}

/** The figures of one kind of run. */
export interface FeedsFigures extends LoadFigures {
  readonly kind: string
}

/** Runs each feed once for each kind of run, after the floor: a bare parse, and one COPY into a bare table. */
export async function measureFeeds(order: FeedsOrder): Promise<FeedsFigures[]> {
  const { database, folder, feeds, postings, atOnce } = order
  const text = [...feedText(postings)].join('')
  const write = (content: string) =>
    Promise.all(Array.from({ length: feeds }, (_, number) => writeFile(join(folder, `${number}.xml`), content)))
  await write(text)
  await deployFeeds(
    database,
    Array.from({ length: feeds }, (_, number) => feedNumber(number)),
  )
  const pool = openPool(database, 'client-imports bench', 2 * atOnce)
  const load = { requests: feeds, atOnce }
  const run = async (kind: string, expected: Outcome['kind']) => ({ kind, ...(await measureLoad(load, runner(pool, folder, expected))) })

  await pool.query(bareTable)
  const floor = { kind: 'floor: bare parse + COPY', ...(await measureLoad(load, floorOf(pool, folder))) }
  const first = await run('first runs', 'saved')
  const same = await run('same bytes', 'unchanged')
  await write(`${text}<!-- other -->`)
  const other = await run('other bytes, same postings', 'unchanged')
  await write(text.replace('<title><![CDATA[', '<title><![CDATA[New: '))
  const changed = await run('one posting changed', 'saved')
  await pool.end()
  return [floor, first, same, other, changed]
}

function feedNumber(number: number): Feed {
  const feed = benchFeed('https://feeds.example.com')
  const source = { file: { path: `${number}.xml` }, format: feed.source.format }
  return { ...feed, id: `bench-${number}/jobs`, client: `bench-${number}`, source }
}

/** Each call runs the next feed. */
function runner(pool: pg.Pool, root: string, expected: Outcome['kind']): () => Promise<void> {
  let next = 0
  const source = { root, secrets: {}, privateHosts: [] }
  return async () => {
    const feed = `bench-${next++}/jobs`
    const result = await runFeed({ feed }, { pool, source, engine: 'bench', now: () => new Date(), ticks: () => performance.now() })
    if (result.kind !== 'ran' || result.record.outcome.kind !== expected) throw new Error(`expected ${expected}: ${JSON.stringify(result)}`)
  }
}

/** Each call reads, parses and stores the next feed. */
function floorOf(pool: pg.Pool, folder: string): () => Promise<void> {
  let next = 0
  return async () => {
    const rows: Buffer[] = [copyHeader]
    for await (const batch of parseBare([await readFile(join(folder, `${next++}.xml`), 'utf8')])) rows.push(...batch.flatMap(encodeRow))
    const connection = await pool.connect()
    await pipeline([Buffer.concat([...rows, copyTrailer])], connection.query(copyFrom(copyIntoBare)))
    connection.release()
  }
}

/** Rows of a table: runs a second, milliseconds of half and of 95 % of them, and how many floors a run costs. */
export function feedsRows(figures: readonly FeedsFigures[]): string[][] {
  const floor = figures[0]?.perSecond ?? 0
  const rows = figures.map(({ kind, perSecond, p50, p95 }) => [
    kind,
    perSecond.toFixed(0),
    p50.toFixed(1),
    p95.toFixed(1),
    `${(floor / perSecond).toFixed(1)}x`,
  ])
  return [['', 'runs/s', 'p50 ms', 'p95 ms', 'to floor'], ...rows]
}
