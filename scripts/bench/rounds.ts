import { type Measurement, workloads } from './measure.ts'

/** How often imports of a feed of this size are measured unless asked otherwise: other load of the machine weighs less on a long one. */
export function usualRounds(postings: number): number {
  return postings <= 100_000 ? 3 : 1
}

/**
 * One measurement for each workload: the fastest one, since other load only ever adds to time, with the largest peak of memory of all, since what a
 * machine must have is the most that was ever needed.
 */
export function bestOf(measured: readonly Measurement[]): readonly Measurement[] {
  return workloads.flatMap((workload) => {
    const [fastest, ...slower] = measured.filter((each) => each.workload === workload).toSorted((a, b) => a.seconds - b.seconds)
    if (fastest === undefined) return []
    return { ...fastest, peakMegabytes: Math.max(fastest.peakMegabytes, ...slower.map(({ peakMegabytes }) => peakMegabytes)) }
  })
}
