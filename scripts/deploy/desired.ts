import { readClients } from '../config/read.ts'
import type { Rule } from '../config/rules.ts'
import { UsageError } from '../errors.ts'
import type { Environment } from '../model/environment.ts'
import type { Result } from '../model/problem.ts'
import type { Release } from '../model/release.ts'
import { checkOut, worktree } from './checkout.ts'
import { releaseOf } from './release.ts'

/** Which configuration is wanted where: a function of the commit that `ref` names, and of nothing else. */
export interface Wanted {
  readonly root: string
  readonly ref: string
  readonly environment: Environment
}

/** The release that Git has at `ref`, resolved for one environment; or the problems of its files, by the rules of `config` and by `more`. */
export async function readRelease({ root, ref, environment }: Wanted, more: readonly Rule[] = []): Promise<Result<Release>> {
  // Law 1: what others see is a function of a commit.
  if (ref === worktree && environment !== 'local') throw new UsageError(`${worktree} is for local alone: give a branch, a tag or a commit`)
  await using checkout = await checkOut(root, ref)
  const clients = await readClients(checkout.folder, environment, more)
  return clients.ok ? { ok: true, value: releaseOf(checkout.commit, clients.value) } : clients
}
