import { describe, expect, it } from 'vitest'
import { rehearse } from './story.ts'

// Forty runs of workflows, each several processes: one to two minutes on two cores, and more while other tests run.
const longest = 600_000

describe('the rehearsal', () => {
  it(
    'takes a client from its request to production as told',
    async () => {
      const lines: string[] = []

      await rehearse({
        checkout: process.cwd(),
        ref: 'HEAD',
        variables: process.env,
        say: (line) => lines.push(line),
        ticks: () => performance.now(),
        isVerbose: false,
        isKept: false,
        signal: new AbortController().signal,
      })

      expect(lines.at(-1)).toMatch(/^\nas told, in \d+ s$/)
    },
    longest,
  )
})
