import { readFile } from 'node:fs/promises'
import { Argument, Command } from 'commander'
import pc from 'picocolors'
import { UsageError } from './errors.ts'
import { main } from './main.ts'
import { didYouMean } from './suggest.ts'

const help = new Command('help')
  .description('what one can do here')
  .addHelpText('after', '\nExamples:\n  npm run help\n  npm run help -- preview')
  .addArgument(new Argument('[verb]', 'a verb to learn about'))
  .action(async (asked?: string) => {
    const verbs = await readVerbs()
    if (asked === undefined) {
      const width = Math.max(...verbs.map(({ name }) => name.length))
      console.log(
        [
          'npm run <verb> -- --help shows options and examples of a verb.\n',
          ...verbs.map(({ name, text }) => `  ${pc.bold(name.padEnd(width))}  ${text}`),
        ].join('\n'),
      )
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
    console.log(`${pc.bold(verb.name)}: ${verb.text}\nnpm run ${verb.name} -- --help shows options and examples`)
  })

await main(help)

/** The verbs of package.json with the description that each gives itself. */
async function readVerbs(): Promise<{ readonly name: string; readonly text: string }[]> {
  const { scripts } = JSON.parse(await readFile('package.json', 'utf8')) as { scripts: Record<string, string> }
  const verbs = await Promise.all(
    Object.entries(scripts).map(async ([name, script]) => {
      const file = /^node (scripts\/[a-z-]+\.ts)$/.exec(script)?.[1]
      if (file === undefined) return { name, text: script }
      return { name, text: /\.description\(\s*(['"])(?<text>.*?)\1\s*,?\s*\)/s.exec(await readFile(file, 'utf8'))?.groups?.text ?? '' }
    }),
  )
  return verbs
}
