import { describe, expect, it } from 'vitest'
import { isClosed } from '../../scripts/model/last-day.ts'

describe('isClosed', () => {
  it.each([
    ['2026-03-02', '2026-03-02T23:59:59Z', false],
    // It is noon in London and midnight at 180° west.
    ['2026-03-02', '2026-03-03T11:59:59Z', false],
    ['2026-03-02', '2026-03-03T12:00:00Z', true],
    ['2025-12-31', '2026-01-01T12:00:00Z', true],
    ['2026-03-03', '2026-03-02T12:00:00Z', false],
    [undefined, '2026-03-02T12:00:00Z', false],
  ])('of a posting open until %s, at %s: %s', (validThrough, now, closed) => {
    expect(isClosed(validThrough === undefined ? {} : { validThrough }, new Date(now))).toBe(closed)
  })
})
