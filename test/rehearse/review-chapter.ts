import assert from 'node:assert/strict'
import { refusalOf } from '../forge/support.ts'
import { acmeFile, borealisFile, bot, slipLine } from './cast.ts'
import { acmePostings } from './feed-server.ts'
import { as, commentsOn, expectRun, gateOf, here, lastRun, stageOf } from './look.ts'
import type { Narrator } from './narrator.ts'
import type { Stage } from './stage.ts'

/** What later chapters need to know. */
export interface Begun {
  /** Number of the request. */
  readonly request: number
  /** Number of the pull request to staging. */
  readonly pull: number
}

/** From the request to a pull request that may be merged. */
export async function playReview(narrator: Narrator, stage: Stage): Promise<Begun> {
  narrator.chapter('Request, development, review')
  const request = await openRequest(narrator, stage)
  const pull = await openFaultyPull(narrator, stage, request)
  const head = await mendPull(narrator, stage, { request, pull })
  await refuseShortcuts(narrator, stage, { pull, head })

  await approve(narrator, stage, { request, pull }, head)
  await alternate(narrator, stage)
  return { request, pull }
}

async function openRequest(narrator: Narrator, { forge }: Stage): Promise<number> {
  let number = 0
  await narrator.step('Ada, account manager, opens an import request', async () => {
    const { data } = await as(forge, 'ada').issues.create({
      ...here,
      title: 'Import request: Acme Group',
      body: '### Client\n\nAcme Group\n\n### Format\n\nXML\n\n### Postings\n\nabout 12',
      labels: ['import request', 'stage: requested'],
    })
    number = data.number
    await forge.settled()
    return [`#${number}`]
  })
  return number
}

async function openFaultyPull(narrator: Narrator, stage: Stage, request: number): Promise<number> {
  const { forge, feeds } = stage
  let number = 0
  await narrator.step('Dan opens a pull request with a slip in it; the check shows it at its line', async () => {
    const clone = await stage.clone('dan')
    await clone.git('switch', '--quiet', '--create', 'acme', 'origin/staging')
    await clone.write('clients/acme.yaml', acmeFile(feeds.url, request, 'employementType'))
    await clone.git('add', '--all')
    await clone.git('commit', '--quiet', '--message', 'acme: read jobs.xml')
    await clone.git('push', '--quiet', 'origin', 'acme')
    const { data } = await as(forge, 'dan').pulls.create({
      ...here,
      head: 'acme',
      base: 'staging',
      title: 'acme: read jobs.xml',
      body: `Request: #${request}`,
    })
    number = data.number
    await forge.settled()

    const run = lastRun(forge, 'Check')
    expectRun(run, 'failure')
    const shown = run.jobs.flatMap(({ annotations }) => annotations).find(({ file }) => file === 'clients/acme.yaml')
    assert.equal(shown?.line, slipLine)
    assert.match(shown.message, /employmentType/)
    return [`clients/acme.yaml:${shown.line}: ${shown.message}`]
  })

  await narrator.step('A reviewer is chosen by alternation: Rosa, for Dan is the author', async () => {
    const { data } = await as(forge, 'dan').pulls.get({ ...here, pull_number: number })
    assert.deepEqual(
      data.requested_reviewers?.map(({ login }) => login),
      ['rosa'],
    )
    const asked = (await commentsOn(forge, number)).filter(({ author, body }) => author === bot && body.includes('is asked to review'))
    assert.equal(asked.length, 1)
    const { labels, assignees } = await stageOf(forge, request)
    assert.deepEqual([labels, assignees], [['stage: review'], ['rosa']])
    return asked[0]!.body.split('\n').filter((line) => line.startsWith('- '))
  })
  return number
}

async function mendPull(narrator: Narrator, stage: Stage, { request, pull }: Begun): Promise<string> {
  const { forge, feeds } = stage
  let head = ''
  await narrator.step('Dan mends it; the check is green and shows the postings', async () => {
    const clone = await stage.clone('dan')
    await clone.git('switch', '--quiet', 'acme')
    await clone.write('clients/acme.yaml', acmeFile(feeds.url, request))
    await clone.git('commit', '--quiet', '--all', '--message', 'acme: mend the mapping')
    await clone.git('push', '--quiet', 'origin', 'acme')
    head = await clone.git('rev-parse', 'HEAD')
    await forge.settled()

    expectRun(lastRun(forge, 'Check'), 'success')
    const previews = (await commentsOn(forge, pull)).filter(({ body }) => body.includes('What this does to the postings'))
    assert.equal(previews.length, 1, 'one comment, changed at each push')
    const counted = previews[0]!.body.split('\n').find((line) => line.startsWith('**acme/jobs**'))
    assert.equal(counted, `**acme/jobs**: ${acmePostings} postings of ${acmePostings} records, 0 skipped.`)
    assert.match(previews[0]!.body, /\| location \| 100 % \|/)
    return [counted]
  })

  await narrator.step('Nobody else was asked meanwhile', async () => {
    const { data } = await as(forge, 'dan').pulls.get({ ...here, pull_number: pull })
    assert.deepEqual(
      data.requested_reviewers?.map(({ login }) => login),
      ['rosa'],
    )
    return []
  })
  return head
}

async function refuseShortcuts(
  narrator: Narrator,
  { forge }: Stage,
  { pull, head }: { readonly pull: number; readonly head: string },
): Promise<void> {
  await narrator.step('A merge without an approval is refused', async () => {
    const gate = await gateOf(forge, head)
    assert.equal(gate.state, 'waiting', gate.summary)
    const { status, message } = await refusalOf(as(forge, 'dan').pulls.merge({ ...here, pull_number: pull }))
    assert.equal(status, 405)
    return [message, gate.summary]
  })

  await narrator.step('Dan may not approve his own pull request', async () => {
    const { status, message } = await refusalOf(as(forge, 'dan').pulls.createReview({ ...here, pull_number: pull, event: 'APPROVE' }))
    assert.equal(status, 422)
    return [message]
  })

  await narrator.step('An approval by Ada, who is no reviewer, opens nothing', async () => {
    await as(forge, 'ada').pulls.createReview({ ...here, pull_number: pull, event: 'APPROVE' })
    await forge.settled()
    const gate = await gateOf(forge, head)
    assert.equal(gate.state, 'waiting', gate.summary)
    assert.match(gate.summary, /ada is no reviewer/)
    return [gate.summary.split('\n').at(-1)!]
  })
}

async function approve(narrator: Narrator, stage: Stage, { request, pull }: Begun, head: string): Promise<void> {
  const { forge, feeds } = stage
  await narrator.step('Rosa approves, and the gate opens', async () => {
    await as(forge, 'rosa').pulls.createReview({ ...here, pull_number: pull, event: 'APPROVE' })
    await forge.settled()
    const gate = await gateOf(forge, head)
    assert.equal(gate.state, 'success', gate.summary)
    return [gate.summary]
  })

  await narrator.step('Dan changes something after all, which closes it, until Rosa has seen that too', async () => {
    const clone = await stage.clone('dan')
    await clone.git('switch', '--quiet', 'acme')
    await clone.write('clients/acme.yaml', acmeFile(feeds.url, request).replace('Acme recrute', 'Acme vous attend'))
    await clone.git('commit', '--quiet', '--all', '--message', 'acme: new title')
    await clone.git('push', '--quiet', 'origin', 'acme')
    const changed = await clone.git('rev-parse', 'HEAD')
    await forge.settled()
    const closed = await gateOf(forge, changed)
    assert.equal(closed.state, 'waiting', closed.summary)
    assert.match(closed.summary, /rosa approved other content/)

    await as(forge, 'rosa').pulls.createReview({ ...here, pull_number: pull, event: 'APPROVE' })
    await forge.settled()
    const open = await gateOf(forge, changed)
    assert.equal(open.state, 'success', open.summary)
    return [closed.summary.split('\n').find((line) => line.includes('rosa'))!, open.summary]
  })
}

async function alternate(narrator: Narrator, stage: Stage): Promise<void> {
  const { forge, feeds } = stage
  await narrator.step('Dan’s next pull request goes to Bo', async () => {
    const clone = await stage.clone('dan')
    await clone.git('switch', '--quiet', '--create', 'borealis', 'origin/staging')
    await clone.write('clients/borealis.yaml', borealisFile(feeds.url, 'Join Borealis'))
    await clone.git('commit', '--quiet', '--all', '--message', 'borealis: another title')
    await clone.git('push', '--quiet', 'origin', 'borealis')
    const title = 'borealis: another title'
    const { data } = await as(forge, 'dan').pulls.create({ ...here, head: 'borealis', base: 'staging', title })
    await forge.settled()

    const { data: asked } = await as(forge, 'dan').pulls.get({ ...here, pull_number: data.number })
    const reviewers = asked.requested_reviewers?.map(({ login }) => login)
    const said = (await commentsOn(forge, data.number)).map(({ body }) => body).join('\n')
    await as(forge, 'dan').pulls.update({ ...here, pull_number: data.number, state: 'closed' })
    await forge.settled()
    assert.deepEqual(reviewers, ['bo'], said)
    assert.match(said, /0 added, 0 removed, 0 changed, 3 as before/)
    return said.split('\n').filter((line) => line.startsWith('- ') || line.includes('same bytes'))
  })
}
