import assert from 'node:assert/strict'
import { stageLabel } from '../../scripts/process/stage.ts'
import { bot } from './cast.ts'
import { acmePostings, borealisPostings } from './feed-server.ts'
import { as, commentsOn, deployedIn, expectRun, here, lastRun, postingsOn, runVerb, stageOf } from './look.ts'
import type { Narrator } from './narrator.ts'
import type { Begun } from './review-chapter.ts'
import type { Stage } from './stage.ts'

/** Two environments that were set up before the story begins. */
export async function playPrologue(narrator: Narrator, stage: Stage): Promise<void> {
  narrator.chapter('Two environments')
  for (const [environment, ref] of [
    [stage.staging, 'staging'],
    [stage.production, 'main'],
  ] as const) {
    await narrator.step(`${environment.name} runs, with the client Borealis`, async () => {
      const { code, stderr } = await runVerb(stage, stage.product, environment, ['deploy', '--ref', ref, '--web', environment.webUrl])
      assert.equal(code, 0, stderr)
      assert.equal(await postingsOn(environment, 'borealis'), borealisPostings)
      return [`${environment.webUrl}/clients/borealis: ${borealisPostings} postings`]
    })
  }
}

/** From the merge to the client's yes. */
export async function playStaging(narrator: Narrator, stage: Stage, { request, pull }: Begun): Promise<void> {
  narrator.chapter('Staging and the client')
  await breakDeployment(narrator, stage, { request, pull })
  await repeatDeployment(narrator, stage, request)
  await signOff(narrator, stage, request)
}

async function breakDeployment(narrator: Narrator, { forge, staging }: Stage, { request, pull }: Begun): Promise<void> {
  await narrator.step('The merge deploys staging; the database fails in the middle of it, and nothing has changed', async () => {
    const before = await deployedIn(staging)
    await staging.pool.query(
      `create function refuse() returns trigger language plpgsql as $$ begin raise exception 'the disk is full'; end $$`,
    )
    await staging.pool.query(
      `create trigger refuse before insert on schedule for each row when (new.feed = 'acme/jobs') execute function refuse()`,
    )
    await as(forge, 'dan').pulls.merge({ ...here, pull_number: pull })
    await forge.settled()

    expectRun(lastRun(forge, 'Staging'), 'failure')
    assert.deepEqual(await deployedIn(staging), before)
    assert.equal(await postingsOn(staging, 'acme'), undefined)
    assert.equal(await postingsOn(staging, 'borealis'), borealisPostings)
    assert.deepEqual((await stageOf(forge, request)).labels, [stageLabel('staging')])
    return ['the earlier release is live, whole']
  })
}

async function repeatDeployment(narrator: Narrator, { forge, staging }: Stage, request: number): Promise<void> {
  await narrator.step('Deployed again, staging is what its branch says, and the page is there', async () => {
    await staging.pool.query('drop function refuse cascade')
    await as(forge, 'dan').actions.createWorkflowDispatch({ ...here, workflow_id: 'staging.yml', ref: 'staging' })
    await forge.settled()

    expectRun(lastRun(forge, 'Staging'), 'success')
    assert.equal(await postingsOn(staging, 'acme'), acmePostings)
    return [`${staging.webUrl}/clients/acme: ${acmePostings} postings`]
  })

  await narrator.step('Ada is told on the request, once', async () => {
    await as(forge, 'dan').actions.createWorkflowDispatch({ ...here, workflow_id: 'staging.yml', ref: 'staging' })
    await forge.settled()
    const run = lastRun(forge, 'Staging')
    expectRun(run, 'success')
    assert.ok(
      run.jobs[0]!.log.some((line) => line.includes('nothing to change')),
      'a deployment of the same commit plans nothing',
    )
    const told = (await commentsOn(forge, request)).filter(({ author, body }) => author === bot && body.includes('Ready to be shown'))
    assert.equal(told.length, 1)
    assert.match(told[0]!.body, new RegExp(`/clients/acme shows ${acmePostings} postings`))
    const { labels, assignees } = await stageOf(forge, request)
    assert.deepEqual([labels, assignees], [['stage: client-validation'], ['ada']])
    return [told[0]!.body.split('\n').find((line) => line.includes('shows'))!]
  })
}

async function signOff(narrator: Narrator, { forge }: Stage, request: number): Promise<void> {
  await narrator.step('Dan may not sign off', async () => {
    await as(forge, 'dan').issues.createComment({ ...here, issue_number: request, body: '/sign-off' })
    await forge.settled()
    const { body } = (await commentsOn(forge, request)).at(-1)!
    assert.match(body, /has no effect: dan is no accountManager/)
    assert.deepEqual((await stageOf(forge, request)).labels, ['stage: client-validation'])
    return [body.split('\n').at(-1)!]
  })

  await narrator.step('The client is content: Ada signs off', async () => {
    await as(forge, 'ada').issues.createComment({
      ...here,
      issue_number: request,
      body: 'They like it.\n/sign-off\n/later A map would be nice',
    })
    await forge.settled()
    const { body } = (await commentsOn(forge, request)).at(-1)!
    assert.match(body, /@ada signed off acme/)
    const { labels, assignees } = await stageOf(forge, request)
    assert.deepEqual([labels, assignees], [['stage: validated'], ['rita']])
    return body.split('\n').slice(1)
  })
}
