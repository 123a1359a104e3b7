import { Command } from 'commander'
import { UsageError } from './errors.ts'
import { main } from './main.ts'
import { didYouMean } from './suggest.ts'
import { bold, underline } from './terminal/colours.ts'
import { chapters, readVerbs, type Verb } from './terminal/verbs.ts'

const help = new Command('help')
  .description('what one can do here, or with one verb')
  .argument('[verb]', 'a verb to learn about')
  .addHelpText('after', '\nExamples:\n  npm run help\n  npm run help -- preview')
  .action(async (asked?: string) => {
    const verbs = await readVerbs()
    if (asked === undefined) {
      console.log(renderChapters(verbs, process.stdout.columns))
      return
    }
    const verb = verbs.find(({ name }) => name === asked)
    if (verb === undefined) {
      const names = verbs.map(({ name }) => name)
      throw new UsageError(`there is no verb "${asked}": ${didYouMean(asked, names) || 'npm run help lists them'}`)
    }
    const more = verb.file === undefined ? '' : `\nnpm run ${verb.name} -- --help shows options and examples`
    console.log(`${bold(verb.name)}: ${verb.text}${more}`)
  })

await main(help)

/** All verbs by chapter, in lines of at most `columns` signs where a terminal says how many it has. */
function renderChapters(verbs: readonly Verb[], columns = Number.POSITIVE_INFINITY): string {
  const width = Math.max(...verbs.map(({ name }) => name.length))
  const texts = new Map(verbs.map(({ name, text }) => [name, text]))
  const indent = ' '.repeat(width + 4)
  const line = (name: string) => {
    const [first = '', ...more] = wrapWords(texts.get(name) ?? '', columns - indent.length)
    return [`  ${bold(name.padEnd(width))}  ${first}`, ...more.map((part) => indent + part)].join('\n')
  }
  return [
    ...wrapWords(
      'npm run <verb> runs it. What is meant for the verb stands after --, as in npm run preview -- atelier-lumiere --live',
      columns,
    ),
    'npm run <verb> -- --help shows its options and examples',
    ...chapters.flatMap(({ title, verbs: names }) => ['', underline(title), ...names.map(line)]),
    '',
    'README.md is the way in, clients/README.md says how a client file is written',
  ].join('\n')
}

function wrapWords(text: string, width: number): string[] {
  const lines: string[] = []
  for (const word of text.split(' ')) {
    const last = lines.at(-1)
    if (last !== undefined && last.length + 1 + word.length <= width) lines[lines.length - 1] = `${last} ${word}`
    else lines.push(word)
  }
  return lines
}
