import { describe, expect, it } from 'vitest'
import { type GateFacts, judgeGate, type ReviewFacts } from '../../scripts/process/gate.ts'
import { aTeam } from './build.ts'

function facts(more: Partial<GateFacts> = {}): GateFacts {
  return {
    team: aTeam(),
    base: 'staging',
    head: 'acme',
    opener: 'dev',
    authors: { logins: ['dev'], unknown: [] },
    content: 'c1',
    reviews: [],
    ...more,
  }
}

function review(author: string, state: ReviewFacts['state'], content = 'c1'): ReviewFacts {
  return { author, state, content }
}

describe('judgeGate', () => {
  it('passes with an approval of this content by a reviewer', () => {
    expect(judgeGate(facts({ reviews: [review('bo', 'APPROVED')] }))).toEqual({ state: 'passed', reasons: ['bo approved this content.'] })
  })

  it.each([
    ['nobody has approved', []],
    ['the author approved', [review('dev', 'APPROVED')]],
    ['an outsider approved', [review('eve', 'APPROVED')]],
    ['an account manager approved', [review('am', 'APPROVED')]],
    ['other content was approved', [review('bo', 'APPROVED', 'c0')]],
    ['the approved commit is gone', [{ author: 'bo', state: 'APPROVED', content: undefined }]],
    ['the approval was dismissed', [review('bo', 'APPROVED'), review('bo', 'DISMISSED')]],
    ['there are comments only', [review('bo', 'COMMENTED')]],
  ] as const)('waits when %s', (_, reviews) => {
    expect(judgeGate(facts({ team: aTeam({ dev: { roles: ['developer', 'reviewer'] } }), reviews })).state).toBe('waiting')
  })

  it('does not count a co-author', () => {
    const verdict = judgeGate(facts({ authors: { logins: ['dev', 'Bo'], unknown: [] }, reviews: [review('bo', 'APPROVED')] }))

    expect(verdict.state).toBe('waiting')
    expect(verdict.reasons).toContain('bo had a hand in this change, so the approval does not count.')
  })

  it('keeps an approval after a comment, and drops it after a request for changes', () => {
    expect(judgeGate(facts({ reviews: [review('bo', 'APPROVED'), review('bo', 'COMMENTED')] })).state).toBe('passed')
    expect(judgeGate(facts({ reviews: [review('bo', 'APPROVED'), review('bo', 'CHANGES_REQUESTED')] })).state).toBe('refused')
  })

  it('is held up by one open request for changes, whoever else approved', () => {
    const verdict = judgeGate(facts({ reviews: [review('ada', 'CHANGES_REQUESTED', 'c0'), review('bo', 'APPROVED')] }))

    expect(verdict).toEqual({ state: 'refused', reasons: ['ada requested changes.'] })
  })

  it('is not held up by a stranger', () => {
    expect(judgeGate(facts({ reviews: [review('eve', 'CHANGES_REQUESTED'), review('bo', 'APPROVED')] })).state).toBe('passed')
  })

  const promotion = { base: 'main', head: 'promotion/next', opener: 'importer[bot]' } as const

  it('takes no promotion that was made by hand', () => {
    expect(judgeGate(facts({ ...promotion, opener: 'dev', reviews: [review('rel', 'APPROVED')] })).state).toBe('refused')
  })

  it('lets main take promotions only, approved by a release manager', () => {
    const reviews = [review('rel', 'APPROVED')]

    expect(judgeGate(facts({ base: 'main', head: 'acme', reviews })).state).toBe('refused')
    expect(judgeGate(facts({ ...promotion, reviews: [review('bo', 'APPROVED')] })).state).toBe('waiting')
    expect(judgeGate(facts({ ...promotion, reviews })).state).toBe('passed')
  })

  it('counts co-authors whom nobody knows without repeating what they call themselves', () => {
    const { reasons } = judgeGate(facts({ authors: { logins: ['dev'], unknown: ['@everyone <b>'] } }))

    expect(reasons.join()).toContain('whom team.yml does not know: 1.')
    expect(reasons.join()).not.toContain('everyone')
  })
})
