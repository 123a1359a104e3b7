import { describe, expect, it } from 'vitest'
import { moveOf } from '../../scripts/github/pull-stage.ts'
import { askReviewer, gateResult, judgePull } from '../../scripts/github/review.ts'
import { aTeam } from '../process/build.ts'
import { aPull, FakeGitHub } from './fake-github.ts'

const team = aTeam()
const today = '2026-03-02'

function withPulls(...pulls: ReturnType<typeof aPull>[]): FakeGitHub {
  const github = new FakeGitHub('importer[bot]')
  for (const pull of pulls) github.pulls.set(pull.number, pull)
  return github
}

describe('askReviewer', () => {
  it('asks, and says whom and why', async () => {
    const github = withPulls(aPull())

    const choice = await askReviewer(github, aPull(), { team, today })

    expect(choice).toMatchObject({ kind: 'asked', reviewer: 'ada' })
    expect(github.pulls.get(9)?.requested).toEqual(['ada'])
    expect(github.allComments[0]?.body).toContain('@ada is asked to review this.')
  })

  it('changes nothing the second time', async () => {
    const github = withPulls(aPull())
    await askReviewer(github, aPull(), { team, today })
    const written = github.written

    const choice = await askReviewer(github, await github.pull(9), { team, today })

    expect([choice.kind, github.written]).toEqual(['kept', written])
  })

  it('alternates over pull requests', async () => {
    const github = withPulls(aPull({ number: 1 }), aPull({ number: 2 }), aPull({ number: 3 }))

    const asked = []
    for (const number of [1, 2, 3]) asked.push(await askReviewer(github, await github.pull(number), { team, today }))

    expect(asked.map((choice) => choice.kind === 'asked' && choice.reviewer)).toEqual(['ada', 'bo', 'ada'])
  })

  it('does not believe a person who imitates its comment', async () => {
    const github = withPulls(aPull())
    github.say(1, 'eve', '<!-- client-imports:asked {"reviewer":"ada"} -->')

    expect(await askReviewer(github, aPull(), { team, today })).toMatchObject({ reviewer: 'ada' })
  })

  it('does not ask again who has answered', async () => {
    const github = withPulls(aPull())
    await askReviewer(github, aPull(), { team, today })
    github.pulls.set(9, aPull())
    github.reviewsOf.set(9, [{ author: 'ada', state: 'APPROVED', commit: 'c1' }])

    await askReviewer(github, aPull(), { team, today })

    expect(github.pulls.get(9)?.requested).toEqual([])
  })
})

describe('judgePull', () => {
  const contents: Readonly<Record<string, string | undefined>> = { c1: 'same', c0: 'same', old: 'other' }
  const judged = async (commit: string) => {
    const github = withPulls(aPull())
    github.reviewsOf.set(9, [{ author: 'bo', state: 'APPROVED', commit }])
    return (await judgePull(github, aPull(), { team, contentOf: async (one) => contents[one] })).state
  }

  it.each([
    ['the head itself', 'c1', 'passed'],
    ['an earlier commit with the same content', 'c0', 'passed'],
    ['a commit with other content', 'old', 'waiting'],
    ['a commit that is gone', 'gone', 'waiting'],
  ])('judges an approval of %s', async (_, commit, state) => {
    expect(await judged(commit)).toBe(state)
  })
})

describe('gateResult', () => {
  it.each([
    ['passed', 'success'],
    ['refused', 'failure'],
    ['waiting', undefined],
  ] as const)('%s gives the conclusion %s', (state, conclusion) => {
    expect(gateResult({ state, reasons: ['Because.'] }, 'c1', 'importer').conclusion).toBe(conclusion)
  })
})

describe('moveOf', () => {
  it('sends a refused change back to its author, and one in review to its reviewer', () => {
    const kept = { kind: 'kept', reviewer: 'bo', reasons: [] } as const

    expect(moveOf(aPull(), kept, { state: 'refused', reasons: [] })).toEqual({ event: 'requestChanges', owners: ['dev'] })
    expect(moveOf(aPull(), kept, { state: 'waiting', reasons: [] })).toEqual({ event: 'returnToReview', owners: ['bo'] })
    expect(moveOf(aPull(), { ...kept, kind: 'asked' }, { state: 'waiting', reasons: [] })).toEqual({
      event: 'askForReview',
      owners: ['bo'],
    })
    expect(moveOf(aPull(), { kind: 'nobody', reasons: [] }, { state: 'waiting', reasons: [] })).toBeUndefined()
  })
})
