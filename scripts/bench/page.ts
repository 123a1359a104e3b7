import { Pool } from 'undici'
import type { Variables } from '../model/variables.ts'
import { startService } from '../service/start.ts'
import { openPool } from '../store/database.ts'
import { claimEnvironment } from '../store/environment.ts'
import { type Load, type LoadFigures, measureLoad } from './load.ts'

/** The figures of one kind of request. */
export interface ViewFigures extends LoadFigures {
  readonly view: string
}

/** What is measured: a database in which the feed of bench/feed.ts has been imported, and the load on each view. */
export interface PageOrder extends Load {
  readonly database: string
  readonly postings: number
  readonly variables: Variables
  /** The file that takes the web service's log. */
  readonly log: string
}

const pageSize = 20
// What it takes until everything is compiled, cached and connected.
const warmUp = 200

const bareSelect = `select id, content - 'description' as content from posting where feed = 'bench/jobs' and removed_at is null order by first_seen_at desc, position limit ${pageSize}`

/** Loads a bare SELECT of one page's rows first, then the pages of a web service in a process of its own. */
export async function measurePages(order: PageOrder): Promise<ViewFigures[]> {
  const { database, postings, variables, log } = order
  const pool = openPool(database, 'client-imports bench')
  await claimEnvironment(pool, 'local')
  // As autovacuum leaves it within a minute of an import. The temporary server commits without waiting for the log, and VACUUM takes no row
  // for visible to all before its commit is on disk: hence the checkpoint.
  await pool.query('checkpoint')
  await pool.query('vacuum analyze posting')
  const bare = await warmLoad(order, () => pool.query(bareSelect))
  await pool.end()

  const lastPage = Math.ceil(postings / pageSize)
  const views = {
    'client page': '/clients/bench',
    'its last page': `/clients/bench?page=${lastPage}`,
    'filtered by place': '/clients/bench?place=Lyon',
    'searched for a word': '/clients/bench?q=electrician',
    'searched in vain': '/clients/bench?q=astronaut',
    'posting page': `/clients/bench/jobs/EX-${Math.ceil(postings / 2)}`,
  }
  await using web = startService({
    verb: 'serve',
    words: ['--port', '0'],
    variables: { ...variables, DATABASE_URL: database },
    log,
  })
  const url = await web.firstLine
  const figures: ViewFigures[] = [{ view: 'bare SELECT of a page’s rows', ...bare }]
  const connections = new Pool(url, { connections: order.atOnce })
  for (const [view, path] of Object.entries(views)) figures.push({ view, ...(await warmLoad(order, () => readPage(connections, path))) })
  await connections.close()
  return figures
}

async function readPage(connections: Pool, path: string): Promise<void> {
  const { statusCode, body } = await connections.request({ path, method: 'GET' })
  await body.text()
  if (statusCode !== 200) throw new Error(`${path}: expected 200, got ${statusCode}`)
}

async function warmLoad({ requests, atOnce }: Load, ask: () => Promise<unknown>): Promise<LoadFigures> {
  await measureLoad({ requests: warmUp, atOnce }, ask)
  return measureLoad({ requests, atOnce }, ask)
}

/** Rows of a table for people: each view with its ratio to the first, the bare SELECT. */
export function pageRows(figures: readonly ViewFigures[]): string[][] {
  const bare = figures[0]!
  return [
    ['', 'requests/s', 'p50 ms', 'p95 ms', 'p95 to bare SELECT'],
    ...figures.map(({ view, perSecond, p50, p95 }) => [
      view,
      perSecond.toFixed(0),
      p50.toFixed(1),
      p95.toFixed(1),
      `${(p95 / bare.p95).toFixed(1)}x`,
    ]),
  ]
}
