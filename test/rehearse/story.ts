import assert from 'node:assert/strict'
import { once } from 'node:events'
import { printRun } from '../forge/runner/print.ts'
import { Narrator } from './narrator.ts'
import { playProduction } from './production-chapter.ts'
import { playReview } from './review-chapter.ts'
import { openStage, type Stage } from './stage.ts'
import { playPrologue, playStaging } from './staging-chapter.ts'

const runsShown = 4

/** How the story is told. */
export interface Telling {
  /** The product's checkout. */
  readonly checkout: string
  /** The commit whose workflows and verbs are played. */
  readonly ref: string
  readonly variables: Readonly<Record<string, string | undefined>>
  readonly say: (line: string) => void
  readonly ticks: () => number
  /** Tell every line of every workflow's log. */
  readonly isVerbose: boolean
  /** Leave the folder with clones and logs. */
  readonly isKept: boolean
  /** Ends the story early; everything is cleared away. */
  readonly signal: AbortSignal
}

/**
 * Plays one client's way from the request to production: the workflow files of a commit, run on a forge of this machine, deploying to two
 * environments of this machine. Throws NotAsTold, with the step, where something is not as told.
 */
export async function rehearse({ checkout, ref, variables, say, ticks, isVerbose, isKept, signal }: Telling): Promise<void> {
  const narrator = new Narrator(say, ticks)
  const begun = ticks()
  await using stage = await openStage({ checkout, ref, variables, isKept, onLine: (line) => isVerbose && say(`       | ${line}`) })
  if (isKept) say(`in ${stage.folder}`)
  try {
    await Promise.race([play(narrator, stage), abortion(signal)])
  } catch (error) {
    if (signal.aborted) throw error
    // What failed long before was meant to.
    const last = stage.forge.runs.slice(-runsShown)
    say(`\nthe last runs:\n${last.map((run) => printRun(run, { log: true })).join('\n')}`)
    throw error
  }
  say(`\nas told, in ${Math.round((ticks() - begun) / 1000)} s`)
}

async function play(narrator: Narrator, stage: Stage): Promise<void> {
  await playPrologue(narrator, stage)
  const review = await playReview(narrator, stage)
  await playStaging(narrator, stage, review)
  await playProduction(narrator, stage, review)
  await narrator.step('Nothing was asked of GitHub that it does not know', async () => {
    assert.deepEqual(stage.forge.unmodelled, [])
    return [`${stage.forge.runs.length} runs of workflows`]
  })
}

async function abortion(signal: AbortSignal): Promise<never> {
  if (!signal.aborted) await once(signal, 'abort')
  throw signal.reason
}
