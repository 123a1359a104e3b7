/** What a load asks for: `requests` in all, `atOnce` of them under way at any time. */
export interface Load {
  readonly requests: number
  readonly atOnce: number
}

/** How a load was answered: requests a second, and milliseconds that half and 95 % of them took at most. */
export interface LoadFigures {
  readonly perSecond: number
  readonly p50: number
  readonly p95: number
}

/** Keeps `atOnce` requests under way until all have been answered: each caller asks again once it has its answer. */
export async function measureLoad({ requests, atOnce }: Load, ask: () => Promise<unknown>): Promise<LoadFigures> {
  const times: number[] = []
  let asked = 0
  async function askAgain(): Promise<void> {
    while (asked < requests) {
      asked += 1
      const begun = performance.now()
      await ask()
      times.push(performance.now() - begun)
    }
  }
  const begun = performance.now()
  await Promise.all(Array.from({ length: atOnce }, askAgain))
  const seconds = (performance.now() - begun) / 1000
  times.sort((one, other) => one - other)
  return { perSecond: times.length / seconds, p50: quantile(times, 0.5), p95: quantile(times, 0.95) }
}

/** The smallest of `sorted` numbers that at least this share of them does not exceed (nearest rank). */
export function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? 0
}
