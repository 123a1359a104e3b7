import type pg from 'pg'
import { describe, expect, it } from 'vitest'
import { releaseOf } from '../../scripts/deploy/release.ts'
import { type DeploymentContext, deployRelease } from '../../scripts/deploy/steps.ts'
import { beginDeployment, lockDeployments, readRunningDeployment } from '../../scripts/store/deployments.ts'
import { migrate, readMigrations } from '../../scripts/store/migrate.ts'
import { aFeed, noon } from '../support/build.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'
import { aResolvedClient } from '../support/environment.ts'

// Clients without feeds: no worker is needed for their first run.
const release = releaseOf('a'.repeat(40), [aResolvedClient({ feeds: [] })])

function contextOf({ pool, url }: TestDatabase, overrides: Partial<DeploymentContext> = {}): DeploymentContext {
  return {
    pool,
    url,
    actor: 'rita',
    variables: {},
    now: () => noon,
    ticks: () => 0,
    wait: async () => {},
    say() {},
    progress() {},
    ...overrides,
  }
}

async function deployments(pool: pg.Pool): Promise<unknown[]> {
  return (await pool.query('select state, release, cause from deployment order by id')).rows
}

describe('deployRelease', () => {
  it('finds nothing to change the second time', async () => {
    await using database = await testDatabase()

    const first = await deployRelease(release, 'local', contextOf(database))
    const second = await deployRelease(release, 'local', contextOf(database))

    expect(first.changes.map(({ noun, kind }) => `${kind} ${noun}`)).toEqual(['create release', 'create client'])
    expect(second.changes).toEqual([])
    expect(await deployments(database.pool)).toEqual(Array(2).fill({ state: 'succeeded', release: release.id, cause: null }))
  })

  it('refuses a second one at the same time, and names the first', async () => {
    await using database = await testDatabase()
    await migrate(database.pool, await readMigrations())
    await using _lock = await lockDeployments(database.pool)
    await beginDeployment(database.pool, release, 'otto', noon)

    const second = deployRelease(release, 'local', contextOf(database))

    await expect(second).rejects.toThrow(`deployment 1 of release ${release.id} by otto is under way`)
  })

  it('goes on with a deployment of the same release that died', async () => {
    await using database = await testDatabase()
    await migrate(database.pool, await readMigrations())
    await beginDeployment(database.pool, release, 'otto', noon)

    const { id } = await deployRelease(release, 'local', contextOf(database))

    expect(id).toBe('1')
    expect(await deployments(database.pool)).toEqual([{ state: 'succeeded', release: release.id, cause: null }])
  })

  it('closes a deployment of another release that died', async () => {
    await using database = await testDatabase()
    await migrate(database.pool, await readMigrations())
    const other = releaseOf('b'.repeat(40), [])
    await beginDeployment(database.pool, other, 'otto', noon)

    await deployRelease(release, 'local', contextOf(database))

    expect(await deployments(database.pool)).toEqual([
      { state: 'failed', release: other.id, cause: 'stopped' },
      { state: 'succeeded', release: release.id, cause: null },
    ])
    expect(await readRunningDeployment(database.pool)).toBeUndefined()
  })

  it('deploys nothing for lack of a secret', async () => {
    await using database = await testDatabase()
    const http = { url: 'https://feeds.acme.example/jobs.xml', auth: { bearer: { secret: 'ACME_TOKEN' } } }
    const secretive = releaseOf('a'.repeat(40), [
      aResolvedClient({ feeds: [aFeed({ source: { http, format: { xml: { records: 'a' } } } })] }),
    ])

    const deploying = deployRelease(secretive, 'local', contextOf(database))

    await expect(deploying).rejects.toThrow('ACME_TOKEN is not stored')
    const { rows } = await database.pool.query(`select to_regclass('deployment') is null as untouched`)
    expect(rows).toEqual([{ untouched: true }])
  })

  it('refuses the database of another environment, and records nothing there', async () => {
    await using database = await testDatabase()
    await deployRelease(release, 'staging', contextOf(database))

    const deploying = deployRelease(release, 'production', contextOf(database))

    await expect(deploying).rejects.toThrow('this database belongs to staging, not to production')
    expect(await deployments(database.pool)).toHaveLength(1)
  })

  it('says that no worker runs, rather than wait for ever; the release is live all the same', async () => {
    await using database = await testDatabase()
    const withFeed = releaseOf('a'.repeat(40), [aResolvedClient()])
    let time = noon.getTime()
    const context = contextOf(database, {
      now: () => new Date(time),
      wait: async (milliseconds) => {
        time += milliseconds
      },
    })

    await expect(deployRelease(withFeed, 'local', context)).rejects.toThrow('no worker is running')

    expect((await database.pool.query('select release from live_release')).rows).toEqual([{ release: withFeed.id }])
    expect(await deployments(database.pool)).toEqual([{ state: 'failed', release: withFeed.id, cause: 'store' }])
  })

  it('fails, and says how, where a page differs from what is stored', async () => {
    await using database = await testDatabase()
    const page = '<link rel="canonical" href="https://jobs.example/clients/acme"><meta name="client-imports:postings" content="7">'
    const web = { url: 'https://jobs.example', fetch: async () => new Response(page) }

    const { failures } = await deployRelease(release, 'local', contextOf(database, { web }))

    expect(failures).toEqual(['/clients/acme: 0 postings are stored, the page has 7'])
    expect(await deployments(database.pool)).toEqual([{ state: 'failed', release: release.id, cause: 'pageDiffers' }])
  })
})
