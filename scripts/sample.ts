import { Command, Option } from 'commander'
import { readFeeds } from './clients/feeds.ts'
import { chooseFeeds, findClientFile } from './clients/find.ts'
import { UsageError } from './errors.ts'
import { main } from './main.ts'
import { counted } from './model/counted.ts'
import type { Feed } from './model/feed.ts'
import { tellReading } from './preview/tell-reading.ts'
import { adviseLocal } from './sample/advise-local.ts'
import { chooseBytes } from './sample/choose-bytes.ts'
import { findSample } from './sample/find.ts'
import { redactionRules } from './sample/redact.ts'
import { saveExpected, saveSample } from './sample/save.ts'
import { takeSample } from './sample/take.ts'
import { sourceContext } from './source/context.ts'
import { bytesText } from './terminal/amounts.ts'
import { filePath, wholeNumber } from './terminal/options.ts'
import { say } from './terminal/output.ts'
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
  .argument('<client[/feed]>', 'a client, one feed of it, or the path of a client file anywhere')
  .option('--file <path>', 'cut the bytes in this file instead of reading the source; needs one feed', filePath(process.env.INIT_CWD))
  .option('--records <number>', 'how many ordinary records, beside those at the edges: from 1 to 100', wholeNumber(1, 100), ordinaryRecords)
  .addOption(new Option('--update', 'keep the sample, and write anew the postings that it is to give').conflicts(['file', 'records']))
  .option('--quiet', 'show no progress on standard error')
  .addHelpText(
    'after',
    `
Writes clients/samples/<client>/<feed>.<xml, json, jsonl, csv or tsv>, at most 200 kB:
ordinary records, the longest, the emptiest, the most nested and a skipped one,
as they are written; and beside it <feed>.postings.jsonl, what they are to be
mapped to. npm test holds the mapping to that.
Without --file it reads the client's server, with the secrets stored here.

Replaces personal data:
${redactionRules.map((rule) => `  ${rule}`).join('\n')}
Ids of postings stay. Names within a description are not found: read the sample
before you commit it.

Examples:
  npm run sample -- atelier-lumiere --update
  npm run sample -- brauhaus-sued/jobs --file clients/samples/brauhaus-sued/jobs.json --records 3`,
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
      throw new UsageError(`--file is for one feed: say ${feeds.map(({ name }) => `${asked}/${name}`).join(' or ')}`)
    }
    const samples = new Map<string, string>()
    for (const feed of feeds) {
      const path = options.update ? await findSample(file.root, feed) : await take(feed, file.root, options)
      if (path === undefined) throw new UsageError(`${feed.id} has no sample yet: npm run sample -- ${feed.id} takes one`)
      const expected = await saveExpected(feed, path, file.root)
      await say(`${expected.path}: ${counted(expected.postings, 'posting')}, which npm test compares from now on`)
      samples.set(feed.name, path)
    }
    if (options.update) return
    const local = await readFeeds(file, 'local')
    const advice = local.ok ? adviseLocal(local.value, samples) : undefined
    if (advice !== undefined) await say(`\n${advice}`)
  })

await main(sample)

/** Takes the sample of one feed, and gives its path from the root. */
async function take(feed: Feed, root: string, { file, records: ordinary, quiet = false }: Options): Promise<string> {
  const progress = openProgress(feed.id, 'bytes', { stream: process.stderr, isQuiet: quiet })
  try {
    const { origin, open } = await chooseBytes(feed, file === undefined ? { live: true } : { file }, { root, secrets: process.env })
    const context = { ...sourceContext(root, process.env), ...tellReading(() => progress) }
    progress.note(`reading ${origin.place}`)
    const taken = await takeSample(feed, { open: (listeners) => open({ ...context, ...listeners }), ordinary })
    progress.stop()
    const path = await saveSample(feed, root, taken)
    await say(`${path}: ${taken.kept} of ${counted(taken.records, 'record')} from ${origin.place}, ${bytesText(taken.bytes.length)}`)
    return path
  } finally {
    progress.stop()
  }
}
