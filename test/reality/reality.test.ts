import { readdir } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { mappingsCanBeCompiled } from '../../scripts/clients/mapping-rule.ts'
import { checkClients } from '../../scripts/config/check.ts'
import { readClientFiles } from '../../scripts/config/read.ts'
import { resolveClient } from '../../scripts/config/resolve.ts'
import { SourceError } from '../../scripts/errors.ts'
import { compileMapping, type Mapped } from '../../scripts/mapping/compile.ts'
import { Tally } from '../../scripts/mapping/tally.ts'
import type { Feed } from '../../scripts/model/feed.ts'
import { judge, type Verdict } from '../../scripts/quality/judge.ts'
import { readSource } from '../../scripts/source/read.ts'
import { type Entry, feedsFolder, readCatalogue } from './catalogue.ts'
import { findDifferences } from './compare.ts'
import { formatsLeftOut, propertiesLeftOut } from './left-out.ts'

const folder = fileURLToPath(new URL('.', import.meta.url))
const files = (await readdir(folder)).filter((name) => name.endsWith('.yaml')).sort()
const checked = checkClients(await readClientFiles(folder, files), [mappingsCanBeCompiled])
const feeds = checked.ok ? checked.value.flatMap(({ id, client }) => resolveClient(id, client).feeds) : []
const catalogue = await readCatalogue()
const entryByFile = new Map((catalogue ?? []).map((entry) => [entry.file, entry]))
const cases = feeds.map((feed) => ({ name: feed.id, file: feed.source.file!.path, feed }))
const isMalformed = ({ file }: { readonly file: string }) => Boolean(entryByFile.get(file)?.malformed)

describe('client files of real feeds', () => {
  it('have no problem', () => {
    const problems = checked.ok ? [] : checked.problems

    expect(problems).toEqual([])
  })
})

describe.skipIf(catalogue === undefined)('real feeds (skipped where ../shared/feeds is absent)', () => {
  it.each(cases.filter((one) => !isMalformed(one)))('$name becomes the postings that $file says', async ({ feed, file }) => {
    const entry = entryOf(file)

    const { mapped, hold, claimed } = await importAll(feed)

    const leftOut = Object.keys(propertiesLeftOut[feed.id] ?? {})
    expect([...findDifferences(entry, feed.mapping, mapped, leftOut), ...(hold?.reasons ?? [])]).toEqual([])
    if (hasOwnCount(feed)) expect(claimed).toBe(entry.total)
  })

  it.each(cases.filter(isMalformed))('$name ends with what is broken in $file', async ({ feed, file }) => {
    // For instance: Refuse with cause "not well-formed XML, line 12".
    const cause = /cause "[^"]*?(line \d+|header)"/.exec(String(entryOf(file).malformed))?.[1]

    const ending = await importAll(feed).then(
      ({ hold, mapped }) => [hold?.cause ?? 'saved', ...mapped.flatMap((one) => (one.ok ? [] : [one.skipped?.reason]))].join('\n'),
      (error: unknown) => (error instanceof SourceError ? error.message : error),
    )

    expect(ending).not.toContain('saved')
    expect(ending).toContain(cause)
  })

  it('has a client file for every feed, or a reason why not', () => {
    const read = new Set(cases.map(({ file }) => file))

    const unread = (catalogue ?? []).filter(({ file, format }) => !read.has(file) && !Object.hasOwn(formatsLeftOut, format))

    expect(unread.map(({ file }) => file)).toEqual([])
  })

  it('leaves out nothing of a feed that is not there', () => {
    expect(feeds.map(({ id }) => id)).toEqual(expect.arrayContaining(Object.keys(propertiesLeftOut)))
  })
})

function entryOf(file: string): Entry {
  const entry = entryByFile.get(file)
  if (entry === undefined) throw new Error(`the catalogue has no ${file}`)
  return entry
}

function hasOwnCount({ source: { format } }: Feed): boolean {
  return (format.xml ?? format.json)?.total !== undefined
}

interface Imported {
  readonly mapped: readonly Mapped[]
  readonly hold: Verdict['hold']
  /** How many records there are by the source's own count. */
  readonly claimed: number | undefined
}

/** What each record of the feed becomes, and why a run of it would be held. */
async function importAll(feed: Feed): Promise<Imported> {
  const reading = await readSource(feed, { root: feedsFolder, secrets: {}, privateHosts: [] })
  const mapper = compileMapping(feed)
  const tally = new Tally()
  const mapped: Mapped[] = []
  for await (const batch of reading.records) {
    await mapper.prepare?.(batch)
    mapped.push(...batch.map((record) => mapper.map(record)))
  }
  for (const one of mapped) tally.add(one)
  const facts = reading.facts()
  return { mapped, hold: judge(tally.measured(), facts, feed, { live: 0, goodRuns: [] }).hold, claimed: facts.claimed }
}
