import { readFile } from 'node:fs/promises'
import { Command } from 'commander'
import { UsageError } from './errors.ts'
import { answerRequest } from './github/answer.ts'
import { connectGitHub } from './github/connect.ts'
import { readEvent } from './github/event.ts'
import { checkedTeam } from './github/main-team.ts'
import { main } from './main.ts'
import { wholeNumber } from './terminal/options.ts'

const answer = new Command('answer')
  .description('act on the commands in the comments of a request (/sign-off, /feedback, /later, /installed), in a workflow on main')
  .option('--issue <number>', 'number of the request; otherwise the one that the event of the workflow is about', wholeNumber(1))
  .addHelpText('after', '\nExamples:\n  npm run answer\n  npm run answer -- --issue 42')
  .action(async ({ issue }: { issue?: number }) => {
    const event = await readEvent(process.env)
    const number = issue ?? event.issue?.number
    if (number === undefined) throw new UsageError('no request is named: give --issue, or run for an issue_comment event')

    const team = checkedTeam(await readFile('.github/team.yml', 'utf8'))
    const heard = await answerRequest(connectGitHub(process.env), number, team)

    for (const { author, command, refused } of heard) console.log(`${author}: /${command.kind} ${refused ?? 'done'}`)
  })

await main(answer)
