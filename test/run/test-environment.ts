import type pg from 'pg'
import type { Feed } from '../../scripts/model/feed.ts'
import type { Release } from '../../scripts/model/release.ts'
import { type FeedRequest, type Ran, runFeed } from '../../scripts/run/run-feed.ts'
import type { RunContext } from '../../scripts/run/steps.ts'
import { testDatabase } from '../support/database.ts'
import { aResolvedClient, deployed } from '../support/environment.ts'
import { aFileFeed, type FeedFile, feedFile, runContext } from './world.ts'

/** One test's environment: a database of its own with a live release, and the folder that stands for the repository. */
export interface TestEnvironment extends AsyncDisposable {
  readonly url: string
  readonly pool: pg.Pool
  readonly release: Release
  readonly file: FeedFile
  readonly context: RunContext
  /** Runs the first feed, with what a test asks otherwise. Throws where no run begins. */
  run(request?: Partial<FeedRequest>, overrides?: Partial<RunContext>): Promise<Ran>
}

/** An environment with these feeds live, those of one client; one feed that is read from the file unless others are given. */
export async function testEnvironment(feeds: readonly [Feed, ...Feed[]] = [aFileFeed()]): Promise<TestEnvironment> {
  await using opened = new AsyncDisposableStack()
  const { pool, url } = opened.use(await testDatabase())
  const file = opened.use(await feedFile())
  const release = await deployed(pool, [aResolvedClient({ feeds })])
  const context = runContext(pool, file.root)
  const kept = opened.move()
  return {
    url,
    pool,
    release,
    file,
    context,
    async run(request, overrides) {
      const result = await runFeed({ feed: feeds[0].id, ...request }, { ...context, ...overrides })
      if (result.kind !== 'ran') throw new Error(`expected a run, got ${result.kind}`)
      return result
    },
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  }
}
