import assert from 'node:assert/strict'
import { refusalOf } from '../forge/support.ts'
import { bot } from './cast.ts'
import { acmePostings } from './feed-server.ts'
import { as, commentsOn, deployedIn, expectRun, gateOf, here, lastRun, postingsOn, refusedPush, runVerb, stageOf } from './look.ts'
import type { Narrator } from './narrator.ts'
import type { Begun } from './review-chapter.ts'
import type { Stage } from './stage.ts'

/** From the sign-off to the installed page. */
export async function playProduction(narrator: Narrator, stage: Stage, { request }: Begun): Promise<void> {
  narrator.chapter('Promotion')
  const pull = await promote(narrator, stage)
  await mergePromotion(narrator, stage, pull)
  narrator.chapter('Release')
  await refuseDetours(narrator, stage)
  await release(narrator, stage, request)
  await repeat(narrator, stage)
  await install(narrator, stage, request)
}

async function promote(narrator: Narrator, { forge }: Stage): Promise<number> {
  let number = 0
  await narrator.step('Rita promotes: a pull request to main with exactly the client that is signed off', async () => {
    await as(forge, 'rita').actions.createWorkflowDispatch({ ...here, workflow_id: 'promote.yml', ref: 'main' })
    await forge.settled()
    expectRun(lastRun(forge, 'Promote'), 'success')
    const { data: pulls } = await as(forge, 'rita').pulls.list({ ...here, base: 'main', state: 'open' })
    const pull = pulls[0]
    assert.equal(pull?.user?.login, bot)
    number = pull.number
    const { data: files } = await as(forge, 'rita').pulls.listFiles({ ...here, pull_number: number })
    assert.deepEqual(
      files.map(({ filename }) => filename),
      ['clients/acme.yaml'],
    )
    assert.match(pull.body ?? '', /Stays on staging:\n- borealis/)
    return (pull.body ?? '').split('\n').filter((line) => line.startsWith('- '))
  })
  return number
}

async function mergePromotion(narrator: Narrator, { forge }: Stage, pull: number): Promise<void> {
  await narrator.step('Main takes it by its rules: checked, and approved by the release manager', async () => {
    expectRun(lastRun(forge, 'Check'), 'success')
    const { status } = await refusalOf(as(forge, 'rita').pulls.merge({ ...here, pull_number: pull }))
    assert.equal(status, 405)
    await as(forge, 'rita').pulls.createReview({ ...here, pull_number: pull, event: 'APPROVE' })
    await forge.settled()
    const { data } = await as(forge, 'rita').pulls.get({ ...here, pull_number: pull })
    const gate = await gateOf(forge, data.head.sha)
    assert.equal(gate.state, 'success', gate.summary)
    await as(forge, 'rita').pulls.merge({ ...here, pull_number: pull })
    await forge.settled()
    return [gate.summary]
  })
}

async function refuseDetours(narrator: Narrator, stage: Stage): Promise<void> {
  const { forge, production } = stage
  await narrator.step('A push to main is refused, to Rita as well', async () => {
    const clone = await stage.clone('rita')
    await clone.write('clients/README.md', 'a detour\n')
    await clone.git('add', '--all')
    await clone.git('commit', '--quiet', '--message', 'Take a detour')
    const said = await refusedPush(clone.git('push', 'origin', 'HEAD:main'))
    assert.match(said, /GH006: Protected branch update failed/)
    return [
      said
        .split('\n')
        .find((line) => line.includes('GH006'))!
        .trim(),
    ]
  })

  await narrator.step('A tag by Dan is refused', async () => {
    const clone = await stage.clone('dan')
    const said = await refusedPush(clone.git('push', 'origin', 'origin/main:refs/tags/v9'))
    assert.match(said, /GH013: Repository rule violations/)
    return [
      said
        .split('\n')
        .find((line) => line.includes('GH013'))!
        .trim(),
    ]
  })

  await narrator.step('A tag off main, by one who may tag, is refused by Production', async () => {
    const before = await deployedIn(production)
    const clone = await stage.clone('rita')
    await clone.git('push', '--quiet', 'origin', 'origin/staging:refs/tags/v0')
    await forge.settled()
    const run = lastRun(forge, 'Production')
    expectRun(run, 'failure')
    assert.deepEqual(
      run.jobs.map(({ conclusion }) => conclusion),
      ['failure', 'skipped'],
    )
    assert.deepEqual(await deployedIn(production), before)
    return [run.jobs[0]!.log.find((line) => line.includes('is not on main')) ?? '']
  })
}

async function release(narrator: Narrator, { forge, production }: Stage, request: number): Promise<void> {
  await narrator.step('Rita releases: main is tagged, and production deployed', async () => {
    assert.equal(await postingsOn(production, 'acme'), undefined)
    await as(forge, 'rita').actions.createWorkflowDispatch({ ...here, workflow_id: 'release.yml', ref: 'main' })
    await forge.settled()
    expectRun(lastRun(forge, 'Release'), 'success')
    const run = lastRun(forge, 'Production')
    expectRun(run, 'success')
    return [run.ref]
  })

  await narrator.step('Acme is scheduled, was run, and its page is right; Borealis is as main has it', async () => {
    const { rows } = await production.pool.query(
      `select cron, timezone, next_run_at > now() as "isAhead", (select outcome from run where run.feed = schedule.feed order by id desc limit 1) as outcome
       from schedule where feed = 'acme/jobs'`,
    )
    assert.deepEqual(rows, [{ cron: '17 */4 * * *', timezone: 'Europe/Paris', isAhead: true, outcome: 'saved' }])
    assert.equal(await postingsOn(production, 'acme'), acmePostings)
    const page = await (await fetch(new URL('/clients/borealis', production.webUrl))).text()
    assert.match(page, /Work with Borealis/)
    return [`${production.webUrl}/clients/acme: ${acmePostings} postings`]
  })

  await narrator.step('The request is handed over to Ada', async () => {
    const told = (await commentsOn(forge, request)).at(-1)!
    assert.equal(told.author, bot)
    assert.match(told.body, new RegExp(`In production[^]*/clients/acme shows ${acmePostings} postings`))
    const { labels, assignees } = await stageOf(forge, request)
    assert.deepEqual([labels, assignees], [['stage: installation'], ['ada']])
    return [told.body.split('\n').find((line) => line.startsWith('@ada'))!]
  })
}

async function repeat(narrator: Narrator, stage: Stage): Promise<void> {
  const { production } = stage
  await narrator.step('A second deployment plans nothing', async () => {
    const clone = await stage.clone('rita')
    await clone.git('fetch', '--quiet', '--tags')
    // The clone has no node_modules: the product's own folder reads the commit.
    await stage.product.git('fetch', '--quiet', clone.path, '+refs/tags/*:refs/tags/*')
    const tag = (await clone.git('tag', '--list', 'v2*')).split('\n').at(-1)!
    const planned = await runVerb(stage, stage.product, production, ['plan', '--ref', tag, '--exit-code'])
    assert.deepEqual([planned.code, planned.stdout.trim()], [0, `production is as ${tag} says: nothing to change`], planned.stderr)
    const before = await deployedIn(production)
    const deployed = await runVerb(stage, stage.product, production, ['deploy', '--ref', tag, '--web', production.webUrl])
    assert.equal(deployed.code, 0, deployed.stderr)
    assert.deepEqual(await deployedIn(production), before)
    return [planned.stdout.trim()]
  })
}

async function install(narrator: Narrator, { forge }: Stage, request: number): Promise<void> {
  await narrator.step('Ada installs the page; the client is live and the request closed', async () => {
    await as(forge, 'ada').issues.createComment({ ...here, issue_number: request, body: '/installed' })
    await forge.settled()
    const { labels, state } = await stageOf(forge, request)
    assert.deepEqual([labels, state], [['stage: live'], 'closed'])
    return []
  })
}
