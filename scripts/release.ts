import { Command } from 'commander'
import { findCommit } from './deploy/checkout.ts'
import { UsageError } from './errors.ts'
import { openClone } from './github/event.ts'
import { fetchRefs, isAncestor, listTags } from './github/git.ts'
import { readTeamOnMain } from './github/main-team.ts'
import { pushTag } from './github/promotion-branch.ts'
import { main } from './main.ts'
import { botIdentity } from './process/team.ts'
import { nextVersion } from './process/version.ts'

const onMain = 'refs/remotes/origin/main'

const release = new Command('release')
  .description('releases of main, in a workflow')
  .addHelpText('after', '\nExamples:\n  npm run release -- tag\n  npm run release -- verify v2026.03.02')

release
  .command('tag')
  .description('tag the head of main with the next version; the tag starts the deployment of production')
  .addHelpText('after', '\nExamples:\n  npm run release -- tag')
  .action(async () => {
    const clone = openClone(process.env, process.cwd())
    await fetchRefs(clone, [`+refs/heads/main:${onMain}`])
    const commit = await findCommit(clone.root, onMain)
    const author = botIdentity(await readTeamOnMain(clone))
    const name = nextVersion(await listTags(clone), new Date().toISOString().slice(0, 10))

    await pushTag(clone, { name, commit, message: `Release ${name}\n`, author })
    console.log(`${name} is ${commit}`)
  })

release
  .command('verify')
  .description('refuse a commit that is not on main')
  .argument('<commit>', 'the tagged commit, or its tag')
  .addHelpText('after', '\nExamples:\n  npm run release -- verify v2026.03.02')
  .action(async (tagged: string) => {
    const clone = openClone(process.env, process.cwd())
    await fetchRefs(clone, [`+refs/heads/main:${onMain}`, '+refs/tags/*:refs/tags/*'])
    const commit = await findCommit(clone.root, tagged)

    if (!(await isAncestor(clone, commit, onMain))) throw new UsageError(`${commit} is not on main: only what was promoted can be released`)
    console.log(`${commit} is on main`)
  })

await main(release)
