import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { Command } from 'commander'
import { writeFeed } from './bench/feed.ts'
import { feedsRows, measureFeeds } from './bench/feeds.ts'
import { renderFigures, renderTable } from './bench/figures.ts'
import { isFloor, type Measurement, type Order, workloads } from './bench/measure.ts'
import { measurePages, pageRows } from './bench/page.ts'
import { bestOf, usualRounds } from './bench/rounds.ts'
import { type FileHost, serveFile } from './bench/serve-file.ts'
import { measureValidate, renderValidateFigures } from './bench/validate.ts'
import { main } from './main.ts'
import { counted } from './model/counted.ts'
import { nodeOptions } from './service/verb-command.ts'
import { openPool } from './store/database.ts'
import { startLocalPostgres } from './store/local-postgres.ts'
import { openTemporaryFolder } from './temporary-folder.ts'
import { wholeNumber } from './terminal/options.ts'

const bench = new Command('bench')
  .description('measure the product against the least that the same work costs on this machine')
  .addHelpText('after', '\nExamples:\n  npm run bench -- import\n  npm run bench -- import --postings 1000000 --json')

bench
  .command('import')
  .description('import a generated XML feed of real-looking postings, and the floor with the same tools in the same run')
  .option('--postings <number>', 'how many postings the feed has', wholeNumber(1), 100_000)
  .option(
    '--rounds <number>',
    'how often each is measured; the fastest counts, and of memory the most (default: 3 up to 100,000 postings, else 1)',
    wholeNumber(1),
  )
  .option('--json', 'figures as JSON on standard output')
  .addHelpText('after', '\nExamples:\n  npm run bench -- import\n  npm run bench -- import --postings 1000000')
  .action(async ({ json, postings, rounds = usualRounds(postings) }: { postings: number; rounds?: number; json?: boolean }) => {
    await using server = await startLocalPostgres({ temporary: true })
    await using folder = await openTemporaryFolder('bench')
    const path = join(folder.path, 'feed.xml')
    await writeFeed(path, postings)
    await using host = await serveFile(path)
    const megabytes = (await stat(path)).size / 1_000_000
    console.error(`${counted(postings, 'posting')}, ${megabytes.toFixed(0)} MB, ${counted(rounds, 'round')}`)

    const measured: Measurement[] = []
    for (let round = 0; round < rounds; round += 1) measured.push(...(await measureImports(server.url, path, host)))
    const measurements = bestOf(measured)
    console.log(
      json ? JSON.stringify({ postings, megabytes, rounds, measurements, measured }, null, 2) : renderFigures(measurements, megabytes),
    )
  })

bench
  .command('feeds')
  .description('run many small feeds, and a bare parse and COPY of each in the same run')
  .option('--feeds <number>', 'how many feeds', wholeNumber(1), 500)
  .option('--postings <number>', 'how many postings each of them has', wholeNumber(1), 50)
  .option('--at-once <number>', 'how many of them are under way at any time', wholeNumber(1), 4)
  .option('--json', 'figures as JSON on standard output')
  .addHelpText('after', '\nExamples:\n  npm run bench -- feeds\n  npm run bench -- feeds --feeds 10000 --postings 20')
  .action(async ({ json, ...load }: { feeds: number; postings: number; atOnce: number; json?: boolean }) => {
    await using server = await startLocalPostgres({ temporary: true })
    await using folder = await openTemporaryFolder('bench')

    const figures = await measureFeeds({ ...load, database: await createDatabase(server.url), folder: folder.path })
    const size = `${counted(load.feeds, 'feed')} of ${counted(load.postings, 'posting')} each, ${load.atOnce} at once`
    const heading = `${size}. "to floor" is how many times as long it took: less is better.`
    console.log(json ? JSON.stringify({ ...load, figures }, null, 2) : renderTable(heading, feedsRows(figures)))
  })

bench
  .command('page')
  .description('load the pages of a client with many postings, and a bare SELECT of the same rows in the same run')
  .option('--postings <number>', 'how many postings the client has', wholeNumber(1), 10_000)
  .option('--requests <number>', 'requests of each kind', wholeNumber(1), 1_000)
  .option('--at-once <number>', 'how many of them are under way at any time', wholeNumber(1), 16)
  .option('--json', 'figures as JSON on standard output')
  .addHelpText('after', '\nExamples:\n  npm run bench -- page\n  npm run bench -- page --at-once 1')
  .action(async ({ postings, json, ...load }: { postings: number; requests: number; atOnce: number; json?: boolean }) => {
    await using server = await startLocalPostgres({ temporary: true })
    await using folder = await openTemporaryFolder('bench')
    const path = join(folder.path, 'feed.xml')
    await writeFeed(path, postings)
    await using host = await serveFile(path)
    const { url } = host
    const database = await createDatabase(server.url)
    await measure({ workload: 'import', path, url, database })

    const figures = await measurePages({ ...load, database, postings, variables: process.env, log: join(folder.path, 'web.log') })
    const size = `a client of ${counted(postings, 'posting')}, ${counted(load.requests, 'request')} of each kind, ${load.atOnce} at once`
    const heading = `${size}. "to bare SELECT" is how many times its p95: less is better.`
    console.log(json ? JSON.stringify({ postings, ...load, figures }, null, 2) : renderTable(heading, pageRows(figures)))
  })

bench
  .command('validate')
  .description('validate generated client files, cold and unchanged, and bare yaml parsing of the same files in the same run')
  .option('--files <number>', 'how many client files', wholeNumber(1), 10_000)
  .option('--rounds <number>', 'how often each is measured; the fastest counts', wholeNumber(1), 3)
  .option('--json', 'figures as JSON on standard output')
  .addHelpText('after', '\nExamples:\n  npm run bench -- validate\n  npm run bench -- validate --files 1000 --json')
  .action(async ({ files, rounds, json }: { files: number; rounds: number; json?: boolean }) => {
    await using folder = await openTemporaryFolder('bench')

    const figures = await measureValidate(folder.path, files, rounds)
    console.log(json ? JSON.stringify(figures, null, 2) : renderValidateFigures(figures))
  })

await main(bench)

/** One round: each workload on a database of its own, except that what is imported again must be there. */
async function measureImports(server: string, path: string, host: FileHost): Promise<readonly Measurement[]> {
  const measured: Measurement[] = []
  let imported = ''
  for (const workload of workloads) {
    const isAgain = workload === 'again' || workload === 'same' || workload === 'notModified'
    const database = isAgain ? imported : await createDatabase(server)
    host.isConditional = workload === 'notModified'
    if (workload === 'import') imported = database
    const measurement = await measure({ workload, path, url: host.url, database })
    console.error(`${workload}: ${measurement.seconds.toFixed(2)} s`)
    measured.push(measurement)
    await settle(server, database === imported ? undefined : database)
  }
  await settle(server, imported)
  return measured
}

/** In a process of its own: peak memory is the process's, and nothing is warm from the one before. An import is started as `npm run import` starts it. */
async function measure(order: Order): Promise<Measurement> {
  const script = fileURLToPath(new URL('./bench/measure.ts', import.meta.url))
  const options = isFloor(order.workload) ? [] : nodeOptions('import')
  const { stdout } = await promisify(execFile)(process.execPath, [...options, script, JSON.stringify(order)])
  return JSON.parse(stdout) as Measurement
}

/** Leaves nothing for the server to do while the next is measured: neither of what was written, nor of a database that is not needed again. */
async function settle(server: string, database: string | undefined): Promise<void> {
  const pool = openPool(server, 'client-imports bench', 1)
  if (database !== undefined) await pool.query(`drop database ${new URL(database).pathname.slice(1)} with (force)`)
  await pool.query('checkpoint')
  await pool.end()
}

async function createDatabase(server: string): Promise<string> {
  const name = `bench_${randomBytes(6).toString('hex')}`
  const pool = openPool(server, 'client-imports bench', 1)
  await pool.query(`create database ${name}`)
  await pool.end()
  const url = new URL(server)
  url.pathname = `/${name}`
  return url.href
}
