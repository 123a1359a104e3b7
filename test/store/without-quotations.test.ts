import { describe, expect, it } from 'vitest'
import type { Outcome } from '../../scripts/model/run.ts'
import { withoutQuotations } from '../../scripts/store/without-quotations.ts'

const outcomeOf = (outcome: Outcome) => withoutQuotations({ outcome, timings: {} }).outcome

describe('withoutQuotations', () => {
  it.each([
    ['employmentType: unknown word, 2 times: "by Jane", "Doe" (2), ...', 'employmentType: unknown word, 2 times: "..." (2), ...'],
    ['unknown word: "Jane "JD"\nDoe"', 'unknown word: "..."'],
    ['3 of 12 records were skipped: look at the reasons', '3 of 12 records were skipped: look at the reasons'],
  ])('leaves of a warning or reason what is ours: %j', (sentence, left) => {
    expect(outcomeOf({ kind: 'unchanged', warnings: [sentence] })).toEqual({ kind: 'unchanged', warnings: [left] })
    expect(outcomeOf({ kind: 'held', cause: 'mapping', reasons: [sentence], warnings: [] })).toMatchObject({ reasons: [left] })
  })

  it('leaves of a failure its cause', () => {
    const { kind, cause, message } = outcomeOf({ kind: 'failed', cause: 'wrongFormat', message: 'unexpected Jane' }) as Outcome & {
      kind: 'failed'
    }

    expect([kind, cause]).toEqual(['failed', 'wrongFormat'])
    expect(message).not.toContain('Jane')
  })

  it('leaves of a skipped record its position and reason', () => {
    const outcome = { kind: 'unchanged', warnings: [] } as const
    const skipped = [{ position: 7, reason: 'not JSON: Unexpected token \'J\', "Jane Doe" is not valid JSON', excerpt: 'Jane Doe' }]

    expect(withoutQuotations({ outcome, timings: {}, skipped }).skipped).toEqual([
      { position: 7, reason: 'not JSON: Unexpected token \'J\', "..." is not valid JSON', excerpt: '' },
    ])
  })
})
