import { Command } from 'commander'
import { hashContents } from './clients/hash-contents.ts'
import { findCommit } from './deploy/checkout.ts'
import { UsageError } from './errors.ts'
import { connectGitHub } from './github/connect.ts'
import { openClone } from './github/event.ts'
import { fetchRefs, listTree } from './github/git.ts'
import { readTeamOnMain } from './github/main-team.ts'
import { openPromotion, readSignOffs, renderPromotion } from './github/promote.ts'
import { main } from './main.ts'
import { counted } from './model/counted.ts'
import { diffTrees, planPromotion } from './process/promotion.ts'

const promote = new Command('promote')
  .description('open the pull request that carries the signed-off clients from staging to main, in a workflow; the checkout is staging')
  .option('--plan', 'say what would be carried and stop')
  .addHelpText('after', '\nExamples:\n  npm run promote -- --plan\n  npm run promote')
  .action(async ({ plan }: { plan?: boolean }) => {
    const root = process.cwd()
    const github = connectGitHub(process.env)
    const clone = openClone(process.env, root)
    await fetchRefs(clone, ['+refs/heads/*:refs/remotes/origin/*'])
    const staging = await findCommit(root, 'refs/remotes/origin/staging')
    const onMain = await findCommit(root, 'refs/remotes/origin/main')
    if ((await findCommit(root, 'HEAD')) !== staging) throw new UsageError('staging moved on meanwhile: check it out again')

    const team = await readTeamOnMain(clone)
    const trees = { incoming: await listTree(clone, staging), present: await listTree(clone, onMain) }
    const differing = new Set(diffTrees(trees).map(({ client }) => client))
    const hashed = await hashContents(root, (client) => differing.has(client))
    if (!hashed.ok) throw new UsageError(`${counted(hashed.problems.length, 'problem')} in the client files: npm run validate shows where`)
    const branches = { staging, main: onMain, trees, hashes: new Map(hashed.value.map(({ client, hash }) => [client.id, hash])) }
    const promotion = planPromotion(trees, await readSignOffs(github, clone, { branches, team }))

    console.log(renderPromotion(promotion, staging))
    if (plan || (promotion.carried.length === 0 && !promotion.hasEngineChanges)) return
    console.log(`#${await openPromotion(github, clone, { branches, promotion, team })}`)
  })

await main(promote)
