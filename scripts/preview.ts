import { basename, dirname, relative, resolve } from 'node:path'
import { Command, Option } from 'commander'
import { parseEarlierFeeds, readFeeds } from './clients/feeds.ts'
import { type AskedFile, chooseFeeds, findClientFile } from './clients/find.ts'
import { clientId } from './config/parse.ts'
import { findCommit } from './deploy/checkout.ts'
import { UsageError } from './errors.ts'
import { readAt } from './github/git.ts'
import { main } from './main.ts'
import type { Environment } from './model/environment.ts'
import type { Feed } from './model/feed.ts'
import { requireOwnPaths } from './preview/own-paths.ts'
import { renderPreviewPage } from './preview/page.ts'
import type { FeedReport } from './preview/report.ts'
import { type Base, type ChosenBytes, reportFeed } from './preview/report-feed.ts'
import { renderPreview } from './preview/text.ts'
import { chooseBytes } from './sample/choose-bytes.ts'
import { sourceContext } from './source/context.ts'
import type { PlacedPosting } from './store/posting-rows.ts'
import { environmentOption, filePath } from './terminal/options.ts'
import { openOutput, say } from './terminal/output.ts'
import { renderProblems } from './terminal/problems.ts'
import { openProgress } from './terminal/progress.ts'

interface Options {
  readonly environment: Environment
  readonly feed?: string
  readonly live?: boolean
  readonly sample?: boolean
  readonly file?: string
  readonly base?: string
  readonly postings?: string
  readonly html?: string
  readonly json?: boolean
  readonly quiet?: boolean
}

// Where there is no terminal to ask, as in a log, or one that says it has no columns.
const usualWidth = 100

const fromHere = filePath(process.env.INIT_CWD)

const preview = new Command('preview')
  .description('what a client file makes of its feeds, as it lies here: nothing is stored, no database is needed')
  .argument('<client>', 'a client, client/feed, or the path of a client file anywhere')
  .option('--feed <name>', 'this feed only; all of the client unless given')
  .addOption(
    new Option('--live', 'read the source itself, as --environment has it, though there is a sample').conflicts(['sample', 'file']),
  )
  .addOption(new Option('--sample', 'read the sample, and fail where there is none').conflicts(['live', 'file']))
  .option('--file <path>', 'read the bytes in this file; needs --feed where there are several feeds', fromHere)
  .option('--base <ref>', 'compare with the client file at this commit, posting by posting over the same bytes')
  .option('--postings <path>', 'write every posting to this file, one JSON object a line; - is standard output', fromHere)
  .option('--html <path>', 'write what is shown to this file, as a page that needs nothing else; - is standard output', fromHere)
  .option('--json', 'everything as JSON on standard output')
  .addOption(environmentOption('whose part of environments is merged over the file'))
  .option('--quiet', 'show no progress on standard error')
  .addHelpText(
    'after',
    `
Reads the sample of a feed (clients/samples/<client>/<feed>.*) where there is
one, otherwise its source; the first line says which. On a sample, an excerpt,
the bounds of expect only warn. Where local reads a file, --live needs
--environment staging to read the client's server.
Paths begin where you stand. A file is <path>.part until all of it is written.
Exits with 1 where the file has problems, and where a run would be held or fail.

Examples:
  npm run preview -- atelier-lumiere
  npm run preview -- brauhaus-sued/jobs --live
  npm run preview -- northwind-care --base HEAD --html preview.html
  npm run preview -- clients/brauhaus-sued.yaml --file clients/samples/brauhaus-sued/jobs.json
  npm run -s preview -- atelier-lumiere --postings -
  npm run -s preview -- atelier-lumiere --json`,
  )
  .action(async (asked: string, options: Options) => {
    requireOneReader(options)
    const file = await findClientFile(asked, process.cwd(), process.env.INIT_CWD)
    const found = await readFeeds(file, options.environment)
    const place = { client: clientId(file.path), file: relative(process.cwd(), file.path), environment: options.environment }
    if (!found.ok) {
      if (options.json) await sayJson({ ...place, problems: found.problems, feeds: [] })
      else console.error(renderProblems(found.problems, 1))
      process.exitCode = 1
      return
    }
    if (file.feed !== undefined && options.feed !== undefined && file.feed !== options.feed) {
      throw new UsageError(`${asked} and --feed ${options.feed} are two feeds: name one`)
    }
    const feeds = chooseFeeds(found.value, options.feed ?? file.feed, file.path)
    if (options.file !== undefined && feeds.length > 1) {
      throw new UsageError(`--file is for one feed: say --feed ${feeds.map(({ name }) => name).join(' or --feed ')}`)
    }
    const base = options.base === undefined ? undefined : await readBase(file, options.base, options.environment)
    if (base !== undefined && base.problems.length > 0 && !options.json) console.error(renderProblems(base.problems, 1))
    const chosen = await Promise.all(
      feeds.map(async (feed) => ({ feed, bytes: await chooseBytes(feed, options, { root: file.root, secrets: process.env }) })),
    )
    const read = chosen.map(({ bytes: { origin } }) => (origin.kind === 'file' ? origin.place : resolve(file.root, origin.place)))
    requireOwnPaths({ '--postings': options.postings, '--html': options.html }, [file.path, ...read])
    // It is opened before the feeds are read, which may take long.
    await using page = await openOutput(options.html)
    const reports = await reportFeeds(chosen, base, options)
    const gone = (base?.feeds ?? []).map(({ id }) => id).filter((id) => !found.value.some((feed) => feed.id === id))
    if (gone.length > 0 && !options.json) await tell(`\nonly at ${base!.ref}, removed with all postings: ${gone.join(', ')}`, options)
    if (options.json) await sayJson({ ...place, problems: [], feeds: reports, ...(base?.problems.length === 0 && { gone }) })
    if (options.html !== undefined) await page.write(renderPreviewPage(clientId(file.path), reports))
    await page.finish()
    if (reports.some(({ outcome }) => outcome !== 'saved')) process.exitCode = 1
  })

await main(preview)

interface Chosen {
  readonly feed: Feed
  readonly bytes: ChosenBytes
}

/** Previews feed after feed: postings are written, and what is not for a machine said, as they come. */
async function reportFeeds(chosen: readonly Chosen[], base: Base | undefined, options: Options): Promise<FeedReport[]> {
  const progress = (label: string) => openProgress(label, 'bytes', { stream: process.stderr, isQuiet: options.quiet ?? false })
  const { root: _, ...context } = sourceContext(process.cwd(), process.env)
  const now = new Date()
  const reports: FeedReport[] = []
  await using lines = await openOutput(options.postings)
  for (const { feed, bytes } of chosen) {
    const report = await reportFeed(feed, bytes, { base, context, now, see: (postings) => lines.write(linesOf(postings)), progress })
    const parting = reports.length > 0 ? '\n' : ''
    if (!options.json) await tell(parting + renderPreview(report, process.stdout.columns || usualWidth), options)
    reports.push(report)
  }
  await lines.finish()
  return reports
}

/** The client file as it is at `ref`: no feeds where it is not there. */
async function readBase({ path, root }: AskedFile, ref: string, environment: Environment): Promise<Base> {
  const folder = dirname(path)
  const text = await readAt({ root: folder }, await findCommit(folder, ref), `./${basename(path)}`)
  if (text === undefined) return { ref, feeds: [], problems: [] }
  const found = parseEarlierFeeds(text, relative(root, path), environment)
  return found.ok ? { ref, feeds: found.value, problems: [] } : { ref, feeds: [], problems: found.problems }
}

function linesOf(postings: readonly PlacedPosting[]): string {
  return postings.map(({ posting }) => `${JSON.stringify(posting)}\n`).join('')
}

/** Standard output is for one reader: two documents in it are none. */
function requireOneReader({ json = false, postings, html }: Options): void {
  const wishes = { '--json': json, '--postings -': postings === '-', '--html -': html === '-' }
  const wanting = Object.entries(wishes).flatMap(([option, isWanted]) => (isWanted ? [option] : []))
  const last = wanting.pop()
  if (wanting.length === 0) return
  throw new UsageError(`only one of ${wanting.join(', ')} and ${last} can have standard output: give a path instead of -`)
}

async function sayJson(answer: unknown): Promise<void> {
  await say(JSON.stringify(answer, null, 2))
}

/** Says it where neither postings nor page go. */
async function tell(text: string, { postings, html }: Options): Promise<void> {
  if (postings === '-' || html === '-') console.error(text)
  else await say(text)
}
