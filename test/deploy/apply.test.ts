import { describe, expect, it } from 'vitest'
import { applyRelease } from '../../scripts/deploy/apply.ts'
import { diffRelease } from '../../scripts/deploy/diff.ts'
import { readLive } from '../../scripts/deploy/live.ts'
import { releaseOf } from '../../scripts/deploy/release.ts'
import { migrate, readMigrations } from '../../scripts/store/migrate.ts'
import { aFeed, noon } from '../support/build.ts'
import { testDatabase } from '../support/database.ts'
import { aResolvedClient, deployed } from '../support/environment.ts'

const next = 'b'.repeat(40)

describe('applyRelease', () => {
  it('leaves nothing to plan', async () => {
    await using database = await testDatabase()
    const clients = [aResolvedClient(), aResolvedClient({ id: 'other', feeds: [aFeed({ id: 'other/jobs', client: 'other' })] })]

    const release = await deployed(database.pool, clients)

    expect(diffRelease(release, await readLive(database.pool))).toEqual([])
  })

  it('swaps the slugs of two clients', async () => {
    await using database = await testDatabase()
    function pair(a: string, b: string) {
      return [
        aResolvedClient({ id: 'a', page: { slug: a, language: 'fr', title: 'A' }, feeds: [] }),
        aResolvedClient({ id: 'b', page: { slug: b, language: 'fr', title: 'B' }, feeds: [] }),
      ]
    }
    await deployed(database.pool, pair('one', 'two'))

    const release = await deployed(database.pool, pair('two', 'one'), next)

    expect(diffRelease(release, await readLive(database.pool))).toEqual([])
  })

  it('takes the postings of a client that is gone off the page, and keeps their history', async () => {
    await using database = await testDatabase()
    await deployed(database.pool)
    await database.pool.query(
      `insert into posting (feed, id, hash, position, content, facets, first_seen_at, changed_at) values ('acme/jobs', '1', '', 1, '{}', '{}', $1, $1)`,
      [noon],
    )

    await deployed(database.pool, [], next)

    const { rows } = await database.pool.query('select id, removed_at from posting')
    expect(rows).toEqual([{ id: '1', removed_at: noon }])
    expect((await database.pool.query('select from feed')).rowCount).toBe(0)
    expect((await database.pool.query('select from schedule')).rowCount).toBe(0)
  })

  it('changes nothing at all when a part of it fails', async () => {
    await using database = await testDatabase()
    await deployed(database.pool)
    const before = await readLive(database.pool)
    const release = releaseOf(next, [
      aResolvedClient({ name: 'Acme Holding', feeds: [aFeed({ schedule: { cron: '5 6 * * *', timezone: 'UTC' } })] }),
    ])
    // Schedules are written last: a cron that PostgreSQL takes and the parser refuses.
    const changes = diffRelease(release, before).map((change) =>
      change.noun === 'schedule' && change.kind === 'update' ? { ...change, to: { ...change.to, cron: 'never' } } : change,
    )

    const applying = applyRelease(database.pool, { environment: 'local', release, changes, now: noon })

    await expect(applying).rejects.toThrow()
    expect(await readLive(database.pool)).toEqual(before)
  })

  it('fences a run of a feed whose definition it changes, and no other', async () => {
    await using database = await testDatabase()
    const other = aResolvedClient({ id: 'other', feeds: [aFeed({ id: 'other/jobs', client: 'other' })] })
    await deployed(database.pool, [aResolvedClient(), other])
    async function tokens(): Promise<Record<string, string>> {
      const { rows } = await database.pool.query<{ id: string; token: string }>('select id, fencing_token as token from feed')
      return Object.fromEntries(rows.map(({ id, token }) => [id, token]))
    }
    const before = await tokens()

    await deployed(database.pool, [aResolvedClient({ feeds: [aFeed({ ignore: ['x'] })] }), { ...other, name: 'Other Group' }], next)

    const after = await tokens()
    expect(Number(after['acme/jobs'])).toBeGreaterThan(Number(before['acme/jobs']))
    expect(after['other/jobs']).toBe(before['other/jobs'])
  })

  it('refuses the database of another environment', async () => {
    await using database = await testDatabase()
    await deployed(database.pool)
    const release = releaseOf(next, [])

    const applying = applyRelease(database.pool, { environment: 'production', release, changes: [], now: noon })

    await expect(applying).rejects.toThrow('this database belongs to local, not to production')
  })
})

describe('readLive', () => {
  it('finds nothing in a database without tables', async () => {
    await using database = await testDatabase()

    expect(await readLive(database.pool)).toEqual({ clients: [], schedules: [] })
  })

  it('shows what somebody changed by hand', async () => {
    await using database = await testDatabase()
    await migrate(database.pool, await readMigrations())
    const release = await deployed(database.pool)
    await database.pool.query(`update client set configuration = jsonb_set(configuration, '{name}', '"Eve"')`)
    await database.pool.query(`update schedule set cron = '* * * * *'`)

    const changes = diffRelease(release, await readLive(database.pool))

    expect(changes.map(({ noun, kind }) => `${kind} ${noun}`)).toEqual(['update client', 'update schedule'])
  })
})
