import { describe, expect, it } from 'vitest'
import { nextWaitMs } from '../../scripts/source/retry.ts'

const now = Date.parse('2026-06-01T12:00:00Z')

describe('nextWaitMs', () => {
  it.each([
    ['waits a second after the first failure', { attempts: 1 }, 1_000],
    ['waits longer after the second', { attempts: 2, status: 503 }, 4_000],
    ['gives up after the fourth', { attempts: 4, status: 503 }, undefined],
    ['waits as long as the host asks', { attempts: 1, status: 429, retryAfter: '30' }, 30_000],
    ['waits until the time that the host names', { attempts: 1, status: 503, retryAfter: 'Mon, 01 Jun 2026 12:00:45 GMT' }, 45_000],
    ['never waits less than usual', { attempts: 1, status: 429, retryAfter: '0' }, 1_000],
    ['gives up where the host asks for too long', { attempts: 1, status: 429, retryAfter: '3600' }, undefined],
    ['heeds no nonsense', { attempts: 1, status: 429, retryAfter: 'soon' }, 1_000],
    ['does not try again what will not pass', { attempts: 1, status: 404 }, undefined],
    ['nor what has succeeded', { attempts: 1, status: 200 }, undefined],
  ])('%s', (_what, attempt, expected) => {
    const waitMs = nextWaitMs(attempt, now)

    expect(waitMs).toBe(expected)
  })
})
