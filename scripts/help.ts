import { readFile } from 'node:fs/promises'
import { Argument, Command } from 'commander'
import pc from 'picocolors'
import { UsageError } from './errors.ts'
import { main } from './main.ts'
import { didYouMean } from './suggest.ts'

interface Verb {
  readonly name: string
  readonly text: string
  /** Where it is written; a tool's own script has none. */
  readonly file?: string
}

/** The order in which a newcomer meets the verbs; a test holds it to package.json. */
const chapters: readonly { readonly title: string; readonly verbs: readonly string[] }[] = [
  { title: 'Look at it', verbs: ['start', 'help'] },
  { title: 'Write a client file', verbs: ['validate', 'preview', 'sample', 'format', 'upgrade'] },
  { title: 'Run an environment (local unless --environment says otherwise)', verbs: ['plan', 'deploy', 'work', 'serve', 'import'] },
  { title: 'When something needs a person', verbs: ['accept', 'verify', 'erase'] },
  { title: 'In workflows on GitHub', verbs: ['changes', 'review', 'handover', 'answer', 'promote', 'release'] },
  { title: 'Work on the program', verbs: ['test', 'types', 'lint', 'spec', 'tidy', 'rehearse', 'bench', 'generate'] },
]

/** What the tools of package.json do, which cannot say it themselves. */
const tools: Readonly<Record<string, string>> = {
  test: 'everything: types, lint and spec; needs nothing but npm ci',
  types: 'check the types',
  lint: 'check format and style',
  spec: 'run the tests; npm run spec -- test/model runs some of them',
  tidy: 'write format and style where that can be done for you',
}

const help = new Command('help')
  .description('what one can do here, or with one verb')
  .addHelpText('after', '\nExamples:\n  npm run help\n  npm run help -- preview')
  .addArgument(new Argument('[verb]', 'a verb to learn about'))
  .action(async (asked?: string) => {
    const verbs = await readVerbs()
    if (asked === undefined) {
      console.log(renderChapters(verbs))
      return
    }
    const verb = verbs.find(({ name }) => name === asked)
    if (verb === undefined)
      throw new UsageError(
        `there is no verb "${asked}": ${
          didYouMean(
            asked,
            verbs.map(({ name }) => name),
          ) || 'npm run help lists them'
        }`,
      )
    const more = verb.file === undefined ? '' : `\nnpm run ${verb.name} -- --help shows options and examples`
    console.log(`${pc.bold(verb.name)}: ${verb.text}${more}`)
  })

await main(help)

function renderChapters(verbs: readonly Verb[]): string {
  const width = Math.max(...verbs.map(({ name }) => name.length))
  const byName = new Map(verbs.map(({ name, text }) => [name, `  ${pc.bold(name.padEnd(width))}  ${text}`]))
  return [
    'npm run <verb> runs it; what is meant for the verb stands after --, as in npm run preview -- atelier-lumiere --live',
    'npm run <verb> -- --help shows its options and examples',
    ...chapters.flatMap(({ title, verbs: names }) => ['', pc.underline(title), ...names.map((name) => byName.get(name) ?? name)]),
    '',
    'README.md is the way in, clients/README.md says how a client file is written',
  ].join('\n')
}

/** The verbs of package.json with the description that each gives itself. */
async function readVerbs(): Promise<Verb[]> {
  const { scripts } = JSON.parse(await readFile('package.json', 'utf8')) as { scripts: Record<string, string> }
  return Promise.all(
    Object.entries(scripts).map(async ([name, script]) => {
      const file = /^node (scripts\/[a-z-]+\.ts)$/.exec(script)?.[1]
      if (file === undefined) return { name, text: tools[name] ?? script }
      const text = /\.description\(\s*(['"])(?<text>.*?)\1\s*,?\s*\)/s.exec(await readFile(file, 'utf8'))?.groups?.text ?? ''
      return { name, text, file }
    }),
  )
}
