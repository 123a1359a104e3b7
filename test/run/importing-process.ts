import { writeSync } from 'node:fs'
import { flushCompileCache } from 'node:module'
import { runFeed } from '../../scripts/run/run-feed.ts'
import { openPool } from '../../scripts/store/database.ts'
import { countEvents } from './events.ts'
import { runContext } from './world.ts'

/** What this process imports, and where it sends itself a signal: after its nth event, or before a statement that begins so. */
export interface ImportOrder {
  readonly database: string
  readonly root: string
  readonly feed: string
  readonly at: { readonly event: number; readonly signal: 'SIGKILL' } | { readonly statement: string; readonly signal: 'SIGSTOP' }
}

// Its parent gives the order when it is needed: what it takes to load all this is spent before.
process.stdin.setEncoding('utf8').once('data', (text: string) => void work(JSON.parse(text) as ImportOrder))

// What was compiled is kept when a process ends, and this one may be killed.
flushCompileCache()

async function work({ database, root, feed, at }: ImportOrder): Promise<void> {
  const pool = openPool(database, 'importing process')
  const onProgress = countEvents(pool, {
    before(statement) {
      if (!('statement' in at) || !statement.startsWith(at.statement)) return
      writeSync(1, 'stopping\n')
      process.kill(process.pid, at.signal)
    },
    after(event) {
      if ('event' in at && event === at.event) process.kill(process.pid, at.signal)
    },
  })
  const result = await runFeed({ feed }, runContext(pool, root, { onProgress }))
  writeSync(1, `${JSON.stringify(result)}\n`)
  await pool.end()
  process.exit(0)
}
