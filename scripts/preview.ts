import { createWriteStream, existsSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { basename, dirname, relative, resolve } from 'node:path'
import { finished } from 'node:stream/promises'
import { Command, Option } from 'commander'
import { checkClients } from './config/check.ts'
import { listClientFiles, readClientFiles } from './config/read.ts'
import { applyOverlay, resolveClient } from './config/resolve.ts'
import { UsageError } from './errors.ts'
import { main } from './main.ts'
import { mappingsCanBeCompiled } from './mapping-rule.ts'
import { type Environment, environments } from './model/environment.ts'
import type { Feed } from './model/feed.ts'
import type { Result } from './model/problem.ts'
import { renderProblems } from './problems.ts'
import { openProgress } from './progress.ts'
import { type Preview, type PreviewSteps, previewFeed } from './run/preview-feed.ts'
import { renderPreview } from './run/preview-text.ts'
import { readBytes, readSource } from './source/read.ts'
import { didYouMean } from './suggest.ts'
import { sourceSurroundings } from './surroundings.ts'

interface Options {
  readonly environment: Environment
  readonly feed?: string
  readonly file?: string
  readonly postings?: string
  readonly json?: boolean
  readonly quiet?: boolean
}

const preview = new Command('preview')
  .description('what a client file makes of its feeds, as it lies here: nothing is stored, no database is needed')
  .argument('<client>', 'a client, or the path of a client file anywhere')
  .addOption(new Option('--environment <name>', 'whose overlay is applied').choices(environments).default('local'))
  .option('--feed <name>', 'one feed only')
  .option('--file <path>', 'read these bytes instead of the source; needs --feed where there are several')
  .option('--postings <path>', 'write every posting there, one JSON object a line')
  .option('--json', 'outcome, counts, fill rates, skipped records and unread fields as JSON on standard output')
  .option('--quiet', 'no progress')
  .addHelpText(
    'after',
    `
Exits with 1 where a run would be held or would fail.

Examples:
  npm run preview -- acme
  npm run preview -- clients/acme.yaml --environment production --feed jobs
  npm run preview -- acme --file jobs.xml --postings postings.jsonl`,
  )
  .action(async (asked: string, options: Options) => {
    const feeds = await readFeeds(asked, options)
    if (!feeds.ok) {
      console.error(renderProblems(feeds.problems, 1))
      process.exitCode = 1
      return
    }
    await using lines = openLines(options.postings)
    const previews: Preview[] = []
    for (const feed of feeds.value) previews.push(await showPreview(feed, options, lines))
    if (options.json) console.log(JSON.stringify(previews, null, 2))
    if (previews.some(({ outcome }) => outcome.kind !== 'saved')) process.exitCode = 1
  })

await main(preview)

/** The feeds of a client file, checked by all rules that concern one file. */
async function readFeeds(asked: string, { environment, feed: name, file: bytes }: Options): Promise<Result<readonly Feed[]>> {
  const file = resolve(await findFile(asked))
  // Its folder's folder is its root: a client file knows its own id by its name, and others by clients/.
  const root = dirname(dirname(file))
  const checked = checkClients(await readClientFiles(root, [relative(root, file)]), [mappingsCanBeCompiled])
  if (!checked.ok) return checked
  const feeds = checked.value.flatMap(({ id, client }) => resolveClient(id, applyOverlay(client, environment)).feeds)
  const names = feeds.map((feed) => feed.name)
  if (name !== undefined && !names.includes(name)) {
    throw new UsageError(`${basename(file)} has no feed "${name}": ${didYouMean(name, names) || `it has ${names.join(', ')}`}`)
  }
  const wanted = feeds.filter((feed) => name === undefined || feed.name === name)
  if (bytes !== undefined && wanted.length > 1) throw new UsageError(`--file is for one feed: say --feed ${names.join(' or --feed ')}`)
  return { ok: true, value: wanted }
}

async function findFile(asked: string): Promise<string> {
  if (/\.ya?ml$/.test(asked)) {
    if (existsSync(asked)) return asked
    throw new UsageError(`${asked} does not exist`)
  }
  const files = await listClientFiles(process.cwd())
  const file = files.find((each) => basename(each, '.yaml') === asked)
  if (file !== undefined) return file
  const known = files.map((each) => basename(each, '.yaml'))
  throw new UsageError(`there is no client "${asked}": ${didYouMean(asked, known) || 'npm run validate lists the files'}`)
}

async function showPreview(feed: Feed, { file, json, quiet = false }: Options, lines: Lines): Promise<Preview> {
  const progress = openProgress(feed.id, 'bytes', { stream: process.stderr, isQuiet: quiet })
  const onProgress = ({ bytes, totalBytes, records }: { bytes: number; totalBytes?: number; records: number }) =>
    progress.update(bytes, totalBytes, `${records} records`)
  const steps: PreviewSteps = {
    read: async () =>
      file === undefined
        ? readSource(feed, { ...sourceSurroundings(process.cwd(), process.env), onProgress })
        : readBytes(feed, (await open(file)).createReadStream(), { onProgress }),
    see: (postings) => lines.write(postings.map(({ posting }) => `${JSON.stringify(posting)}\n`).join('')),
  }
  try {
    const found = await previewFeed(feed, steps)
    progress.stop()
    if (!json) console.log(renderPreview(found))
    return found
  } finally {
    progress.stop()
  }
}

/** Where postings are written to. */
interface Lines extends AsyncDisposable {
  write(text: string): Promise<void>
}

function openLines(path: string | undefined): Lines {
  if (path === undefined) return { async write() {}, async [Symbol.asyncDispose]() {} }
  const stream = createWriteStream(path)
  return {
    write: (text) => new Promise((resolve, reject) => stream.write(text, (error) => (error ? reject(error) : resolve()))),
    async [Symbol.asyncDispose]() {
      stream.end()
      await finished(stream)
    },
  }
}
