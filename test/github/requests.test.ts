import { describe, expect, it } from 'vitest'
import { answerRequest } from '../../scripts/github/answer.ts'
import { handOver, type Shown } from '../../scripts/github/handover.ts'
import { requestIn } from '../../scripts/github/requests.ts'
import { writeSticky } from '../../scripts/github/sticky.ts'
import type { ResolvedClient } from '../../scripts/model/feed.ts'
import { announcementMarker } from '../../scripts/process/sign-off.ts'
import { aTeam } from '../process/build.ts'
import { FakeGitHub } from './fake-github.ts'

const team = aTeam()

function shown(more: Partial<Shown> = {}): Shown {
  const client: ResolvedClient = {
    id: 'acme',
    name: 'Acme',
    request: 7,
    team: { accountManager: 'am', developer: 'ada' },
    page: { language: 'en', title: 'Acme', slug: 'acme' },
    feeds: [],
    hash: 'c',
  }
  return { client, hash: 'h1', pageUrl: 'https://staging.example/clients/acme', postings: 12, feeds: [], ...more }
}

function inValidation(): FakeGitHub {
  const github = new FakeGitHub('github-actions[bot]')
  github.requests.set(7, { number: 7, isOpen: true, labels: ['import request', 'stage: client-validation'], assignees: ['am'] })
  github.say(7, 'importer[bot]', announcementMarker({ client: 'acme', hash: 'h1' }, 'ada'))
  return github
}

describe('handOver', () => {
  it('tells what staging shows, once for each content', async () => {
    const github = new FakeGitHub('importer[bot]')
    github.requests.set(7, { number: 7, isOpen: true, labels: ['stage: staging'], assignees: ['ada'] })

    const first = await handOver(github, shown(), { environment: 'staging', team })
    const second = await handOver(github, shown(), { environment: 'staging', team })
    const changed = await handOver(github, shown({ hash: 'h2' }), { environment: 'staging', team })

    expect([first, second, changed]).toEqual([true, false, true])
    expect(github.requests.get(7)).toMatchObject({ labels: ['stage: client-validation'], assignees: ['am'] })
    expect(github.allComments[0]?.body).toContain('https://staging.example/clients/acme shows 12 postings.')
  })

  it('tells production once, and asks for the installation', async () => {
    const github = new FakeGitHub('importer[bot]')
    github.requests.set(7, { number: 7, isOpen: true, labels: ['stage: release'], assignees: [] })

    const told = [
      await handOver(github, shown(), { environment: 'production', team }),
      await handOver(github, shown(), { environment: 'production', team }),
    ]

    expect(told).toEqual([true, false])
    expect(github.requests.get(7)).toMatchObject({ labels: ['stage: installation'], assignees: ['am'] })
  })

  it('leaves a closed request alone', async () => {
    const github = new FakeGitHub('importer[bot]')
    github.requests.set(7, { number: 7, isOpen: false, labels: [], assignees: [] })

    await handOver(github, shown(), { environment: 'production', team })

    expect(github.written).toBe(0)
  })
})

describe('answerRequest', () => {
  it('records a sign-off and hands the request to the release manager', async () => {
    const github = inValidation()
    github.say(7, 'am', '/sign-off')

    await answerRequest(github, 7, team)

    expect(github.requests.get(7)).toMatchObject({ labels: ['import request', 'stage: validated'], assignees: ['rel'] })
    expect(github.reactions).toEqual([{ comment: 2, content: '+1' }])
    expect(github.allComments.at(-1)?.body).toContain('@am signed off acme, content `h1`')
  })

  it('answers each comment once', async () => {
    const github = inValidation()
    github.say(7, 'am', '/sign-off')
    await answerRequest(github, 7, team)
    const written = github.written

    expect([await answerRequest(github, 7, team), github.written]).toEqual([[], written])
  })

  it('sends feedback to the developer', async () => {
    const github = inValidation()
    github.say(7, 'am', '/feedback wrong towns')

    await answerRequest(github, 7, team)

    expect(github.requests.get(7)).toMatchObject({ labels: ['import request', 'stage: development'], assignees: ['ada'] })
  })

  it('knows the App by its name in whatever case team.yml writes it', async () => {
    const github = inValidation()
    github.say(7, 'am', '/feedback wrong towns')

    await answerRequest(github, 7, { ...team, app: team.app.toUpperCase() })

    expect(github.requests.get(7)?.assignees).toEqual(['ada'])
  })

  it('says why a command has no effect, and moves nothing', async () => {
    const github = inValidation()
    github.say(7, 'eve', '/sign-off')

    await answerRequest(github, 7, team)

    expect(github.allComments.at(-1)?.body).toContain('`/sign-off` has no effect: eve is no accountManager')
    expect(github.requests.get(7)?.labels).toEqual(['import request', 'stage: client-validation'])
    expect(github.reactions).toEqual([{ comment: 2, content: 'confused' }])
  })

  it('is not silenced by a person who imitates its answer', async () => {
    const github = inValidation()
    const comment = github.say(7, 'am', '/sign-off')
    github.say(7, 'eve', `<!-- client-imports:answer {"comment":${comment}} -->`)

    expect(await answerRequest(github, 7, team)).toHaveLength(1)
  })
})

describe('writeSticky', () => {
  const sticky = { issue: 9, name: 'preview', author: 'github-actions[bot]' }

  it('writes one comment and changes it', async () => {
    const github = new FakeGitHub('github-actions[bot]')

    for (const body of ['one', 'two', 'two']) await writeSticky(github, { ...sticky, body })

    expect(github.allComments.map(({ body }) => body.split('\n')[1])).toEqual(['two'])
    expect(github.written).toBe(2)
  })

  it('leaves a person’s comment with the same marker alone', async () => {
    const github = new FakeGitHub('github-actions[bot]')
    github.say(9, 'eve', '<!-- client-imports:preview {} -->\nmine')

    await writeSticky(github, { ...sticky, body: 'ours' })

    expect(github.allComments).toHaveLength(2)
  })
})

describe('requestIn', () => {
  it.each([
    ['request: 42', 42],
    ['name: Acme', undefined],
    ['request: "42"', undefined],
    ['request: -1', undefined],
    ['a: [', undefined],
    ['&a [*a, *a]', undefined],
  ])('finds in %j the request %j', (text, request) => {
    expect(requestIn(text)).toBe(request)
  })
})
