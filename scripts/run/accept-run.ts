import { beginAcceptance } from '../store/acceptance.ts'
import { acceptingJudgement } from './judgement.ts'
import { mappingHash } from './mapping-hash.ts'
import { snapshotSource } from './run-bytes.ts'
import { type Ran, runBegun } from './run-feed.ts'
import type { RunContext } from './steps.ts'

/** Which held run, and who accepts it. */
export interface AcceptRequest {
  readonly run: string
  readonly by: string
}

/** A held run that was accepted: the run that saved its postings. Or why not, as a sentence. */
export type Accepted = (Ran & { readonly feed: string }) | { readonly kind: 'refused'; readonly why: string }

/**
 * Makes the postings of a held run live on a person's word: its snapshot is read again with the same mapping, and what held it holds it no more.
 * This is a run of its own, recorded with the one that it accepts and with who did.
 */
export async function acceptRun(request: AcceptRequest, context: RunContext): Promise<Accepted> {
  const { pool, now, engine } = context
  const begun = await beginAcceptance(pool, { ...request, now: now(), mappingHash: (feed) => mappingHash(feed, engine) })
  if (begun.kind === 'refused') return begun
  const ran = await runBegun(begun, snapshotSource(begun.snapshot), acceptingJudgement, context)
  return { ...ran, feed: begun.feed.id }
}
