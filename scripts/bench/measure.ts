import { randomBytes } from 'node:crypto'
import { appendFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { readEngine } from '../run/engine.ts'
import { runFeed } from '../run/run-feed.ts'
import { openPool } from '../store/database.ts'
import { deployFeeds } from './deploy-feeds.ts'
import { benchFeed } from './feed.ts'
import { runFloor } from './floor.ts'
import { serverCpuSeconds } from './server-cpu.ts'

/**
 * What one process measures: `import` on an empty database, `again` where the list is stored already but its bytes differ, `same` the same bytes,
 * `notModified` a 304.
 */
export const workloads = ['parse', 'floor', 'floorSanitised', 'import', 'again', 'same', 'notModified'] as const
/** One of them. */
export type Workload = (typeof workloads)[number]

/** Whether it measures other code than ours. */
export function isFloor(workload: Workload): boolean {
  return workload === 'parse' || workload === 'floor' || workload === 'floorSanitised'
}

/** What a measuring process is asked for, as JSON in its one argument. */
export interface Order {
  readonly workload: Workload
  readonly path: string
  /** Where the same file is served. */
  readonly url: string
  readonly database: string
}

/** What it answers, as JSON on standard output. Peak memory is the largest resident set of the process since it began. */
export interface Measurement {
  readonly workload: Workload
  readonly seconds: number
  /** CPU seconds of the process and of the server together; of the process alone where the server's cannot be told. */
  readonly cpuSeconds: number
  readonly peakMegabytes: number
  readonly postings: number
  readonly timings?: Readonly<Record<string, number>>
}

async function measure({ workload, path, url, database }: Order): Promise<Measurement> {
  switch (workload) {
    case 'parse':
      return timed(workload, database, () => runFloor({ url, isSanitised: false }))
    case 'floor':
    case 'floorSanitised':
      return timed(workload, database, () => runFloor({ url, database, isSanitised: workload === 'floorSanitised' }))
    case 'import':
      await deployFeeds(database, [benchFeed(url)])
      return importOnce(workload, url, database)
    case 'again':
      await appendFile(path, `<!-- ${randomBytes(8).toString('hex')} -->`)
      return importOnce(workload, url, database)
    case 'same':
    case 'notModified':
      return importOnce(workload, url, database)
    default:
      return workload satisfies never
  }
}

async function timed(workload: Workload, database: string, work: () => Promise<number>): Promise<Measurement> {
  const pool = openPool(database, 'client-imports bench', 1)
  const serverBefore = (await serverCpuSeconds(pool)) ?? 0
  const cpu = process.cpuUsage()
  const begun = performance.now()
  const postings = await work()
  const seconds = (performance.now() - begun) / 1000
  const { user, system } = process.cpuUsage(cpu)
  const cpuSeconds = (user + system) / 1_000_000 + ((await serverCpuSeconds(pool)) ?? 0) - serverBefore
  await pool.end()
  return { workload, seconds, cpuSeconds, peakMegabytes: peakMegabytes(), postings }
}

function peakMegabytes(): number {
  return process.resourceUsage().maxRSS / 1024
}

async function importOnce(workload: Workload, url: string, database: string): Promise<Measurement> {
  const pool = openPool(database, 'client-imports bench')
  const source = { root: '.', secrets: {}, privateHosts: [new URL(url).host] }
  const engine = await readEngine()
  let timings: Readonly<Record<string, number>> = {}
  const measured = await timed(workload, database, async () => {
    const result = await runFeed({ feed: 'bench/jobs' }, { pool, source, engine, now: () => new Date(), ticks: () => performance.now() })
    const expected = workload === 'import' ? 'saved' : 'unchanged'
    if (result.kind !== 'ran' || result.record.outcome.kind !== expected) throw new Error(`expected ${expected}: ${JSON.stringify(result)}`)
    timings = result.record.timings
    return result.record.measured?.postings ?? 0
  })
  await pool.end()
  return { ...measured, timings }
}

// Not import.meta.main, which the oldest Node of the lockfile lacks.
if (process.argv[1] === fileURLToPath(import.meta.url)) console.log(JSON.stringify(await measure(JSON.parse(process.argv[2]!) as Order)))
