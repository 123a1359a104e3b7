import { describe, expect, it } from 'vitest'
import { type AlternationFacts, type Asked, chooseReviewer } from '../../scripts/process/alternation.ts'
import { aTeam } from './build.ts'

function facts(more: Partial<AlternationFacts> = {}): AlternationFacts {
  return { team: aTeam(), pull: 9, isDraft: false, authors: ['dev'], asked: [], openReviews: new Map(), today: '2026-03-02', ...more }
}

function asked(pull: number, reviewer: string, day: number): Asked {
  return { pull, reviewer, at: `2026-02-${String(day).padStart(2, '0')}T10:00:00Z` }
}

const chosen = (more: Partial<AlternationFacts>) => {
  const choice = chooseReviewer(facts(more))
  return choice.kind === 'nobody' ? choice.kind : `${choice.kind} ${choice.reviewer}`
}

describe('chooseReviewer', () => {
  it('asks whoever was asked longest ago', () => {
    expect(chosen({ asked: [asked(1, 'bo', 1), asked(2, 'ada', 2)] })).toBe('asked bo')
    expect(chosen({ asked: [asked(1, 'bo', 1), asked(2, 'ada', 2), asked(3, 'bo', 3)] })).toBe('asked ada')
  })

  it('asks who was never asked first, in the order of the file', () => {
    expect(chosen({})).toBe('asked ada')
    expect(chosen({ asked: [asked(1, 'ada', 1)] })).toBe('asked bo')
  })

  it('alternates between two over ten pull requests', () => {
    const history: Asked[] = []
    for (let pull = 1; pull <= 10; pull += 1) {
      const choice = chooseReviewer(facts({ pull, asked: history }))
      if (choice.kind === 'asked') history.push(asked(pull, choice.reviewer, pull))
    }

    expect(history.map(({ reviewer }) => reviewer).join(' ')).toBe('ada bo ada bo ada bo ada bo ada bo')
  })

  it.each([
    ['an author', { authors: ['Ada'] }],
    ['who is away today', { team: aTeam({ ada: { roles: ['reviewer'], absences: [{ from: '2026-03-02', until: '2026-03-02' }] } }) }],
    [
      'who has as many open reviews as the limit',
      { team: aTeam({ ada: { roles: ['reviewer'], limit: 2 } }), openReviews: new Map([['ada', 2]]) },
    ],
  ] as const)('passes over %s', (_, more) => {
    expect(chosen(more)).toBe('asked bo')
  })

  it('keeps the turn of who was passed over', () => {
    const history = [asked(1, 'ada', 1), asked(2, 'bo', 2)]
    const first = chooseReviewer(facts({ pull: 3, authors: ['ada'], asked: history }))
    expect(first).toMatchObject({ kind: 'asked', reviewer: 'bo' })

    expect(chosen({ pull: 4, asked: [...history, asked(3, 'bo', 3)] })).toBe('asked ada')
  })

  it('stays with who was asked, over pushes, draft and back, and a limit reached since', () => {
    const before = { asked: [asked(9, 'bo', 1)], openReviews: new Map([['bo', 99]]) }

    expect(chosen(before)).toBe('kept bo')
    expect(chosen({ ...before, isDraft: true })).toBe('kept bo')
  })

  it('asks another when who was asked takes part in writing', () => {
    expect(chosen({ asked: [asked(9, 'bo', 1)], authors: ['bo'] })).toBe('asked ada')
  })

  it('waits for a draft to be ready', () => {
    expect(chosen({ isDraft: true })).toBe('nobody')
  })

  it('says why each was passed over when nobody is left', () => {
    const choice = chooseReviewer(facts({ authors: ['ada', 'bo'] }))

    expect(choice).toEqual({
      kind: 'nobody',
      reasons: ['Nobody can be asked.', 'ada had a hand in this change.', 'bo had a hand in this change.'],
    })
  })
})
