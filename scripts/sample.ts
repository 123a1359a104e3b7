import { mkdir, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Command } from 'commander'
import { readFeeds } from './clients/feeds.ts'
import { type AskedFile, chooseFeeds, findClientFile } from './clients/find.ts'
import { UsageError } from './errors.ts'
import { main } from './main.ts'
import type { Feed } from './model/feed.ts'
import { sampleFolder } from './model/sample-place.ts'
import { tellReading } from './preview/tell-reading.ts'
import { chooseBytes } from './sample/choose-bytes.ts'
import { expectedPath, mapSample, renderPostings } from './sample/expected.ts'
import { findSample, readFromFile } from './sample/find.ts'
import { redactionRules } from './sample/redact.ts'
import { takeSample } from './sample/take.ts'
import { sourceContext } from './source/context.ts'
import { bytesText } from './terminal/amounts.ts'
import { wholeNumber } from './terminal/options.ts'
import { renderProblems } from './terminal/problems.ts'
import { openProgress } from './terminal/progress.ts'

interface Options {
  readonly file?: string
  readonly records: number
  readonly update?: boolean
  readonly quiet?: boolean
}

// Fewer than three are no pattern, more than five say the same again.
const ordinaryRecords = 4

const sample = new Command('sample')
  .description('take a small, redacted excerpt of a feed to commit: previews read it, and with its postings it is a test of its client')
  .argument('<client[/feed]>', 'a client, or one feed of it')
  .option('--file <path>', 'cut these bytes instead of reading the source; needs one feed')
  .option('--records <number>', 'how many ordinary records, beside those at the edges', wholeNumber(1, 100), ordinaryRecords)
  .option('--update', 'keep the sample, and write anew the postings that it is to give')
  .option('--quiet', 'no progress')
  .addHelpText(
    'after',
    `
Writes clients/samples/<client>/<feed>.<xml, json, jsonl, csv or tsv>, at most 200 kB:
ordinary records, the longest, the emptiest, the most nested and a skipped one,
as they are written; and beside it <feed>.postings.jsonl, what they are to be
mapped to. npm test holds the mapping to that.

Replaces personal data:
${redactionRules.map((rule) => `  ${rule}`).join('\n')}
Names within a description are not found: read the sample before you commit it.

Examples:
  npm run sample -- acme
  npm run sample -- acme/jobs --file downloaded.xml --records 3
  npm run sample -- acme --update`,
  )
  .action(async (asked: string, options: Options) => {
    const file = await findClientFile(asked, process.cwd(), process.env.INIT_CWD)
    // As staging has it: what the reviewer's comparison and the client's sign-off are about.
    const found = await readFeeds(file, 'staging')
    if (!found.ok) {
      console.error(renderProblems(found.problems, 1))
      process.exitCode = 1
      return
    }
    const feeds = chooseFeeds(found.value, file.feed, file.path)
    if (options.file !== undefined && feeds.length > 1) {
      throw new UsageError(`--file is for one feed: say ${feeds.map(({ id }) => id).join(' or ')}`)
    }
    for (const feed of feeds) {
      const path = options.update ? await findSample(file.root, feed) : await writeSample(feed, file.root, options)
      if (path === undefined) throw new UsageError(`${feed.id} has no sample yet: npm run sample -- ${feed.id} takes one`)
      await writeExpected(readFromFile(feed, path), path, file.root)
    }
    if (!options.update) await adviseLocal(file, feeds)
  })

await main(sample)

/** Takes the sample of one feed and writes it; its path from the root. */
async function writeSample(feed: Feed, root: string, { file, records: ordinary, quiet = false }: Options): Promise<string> {
  const progress = openProgress(feed.id, 'bytes', { stream: process.stderr, isQuiet: quiet })
  const { root: _, ...surroundings } = sourceContext(root, process.env)
  const context = { ...surroundings, ...tellReading(() => progress) }
  try {
    const { origin, open } = await chooseBytes(feed, file === undefined ? { live: true } : { file }, { root, secrets: process.env })
    progress.note(`reading ${origin.place}`)
    const taken = await takeSample(feed, { open: (listeners) => open({ ...context, ...listeners }), ordinary })
    progress.stop()
    const path = `${sampleFolder}/${feed.client}/${feed.name}.${taken.extension}`
    const earlier = await findSample(root, feed)
    await mkdir(dirname(join(root, path)), { recursive: true })
    await writeFile(join(root, path), taken.bytes)
    if (earlier !== undefined && earlier !== path) await rm(join(root, earlier))
    console.log(`${path}: ${taken.kept} of ${taken.records} records from ${origin.place}, ${bytesText(taken.bytes.length)}`)
    return path
  } finally {
    progress.stop()
  }
}

/** npm start imports what the environment `local` reads: the author may want that to be the sample. */
async function adviseLocal(file: AskedFile, feeds: readonly Feed[]): Promise<void> {
  const local = await readFeeds(file, 'local')
  const reading = (local.ok ? local.value : []).filter(
    ({ id, source }) => source.http !== undefined && feeds.some((feed) => feed.id === id),
  )
  if (reading.length > 0) {
    console.log('\nso that npm start reads the sample, too, write in the client file:\nenvironments:\n  local:\n    feeds:')
  }
  for (const feed of reading) {
    const path = await findSample(file.root, feed)
    console.log(`      ${feed.name}: { source: { http: null, file: { path: ${path} } }, expect: { postings: { min: 1 } } }`)
  }
}

/** Writes what the sample is mapped to now. */
async function writeExpected(feed: Feed, path: string, root: string): Promise<void> {
  const { postings, reasons } = await mapSample(feed, root)
  if (postings.length === 0) throw new UsageError(`${path} gives no posting: ${reasons.join('; ')}`)
  const expected = expectedPath(path)
  await writeFile(join(root, expected), renderPostings(postings))
  console.log(`${expected}: ${postings.length} postings, which npm test compares from now on`)
}
