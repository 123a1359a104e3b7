import type { TeamFile } from '../model/team.ts'
import { removedContent } from '../process/content.ts'
import { diffTrees, type Promotion, promotionTree, type Trees } from '../process/promotion.ts'
import { judgeSignOff, readConversation, type SignOff } from '../process/sign-off.ts'
import { botIdentity, botOf, peopleWith } from '../process/team.ts'
import type { Clone } from './git.ts'
import { moveRequest } from './move.ts'
import type { GitHub, GitHubReader } from './port.ts'
import { pushBranch } from './promotion-branch.ts'
import { requestOf } from './requests.ts'

/** The branch from which main takes a promotion; a new one replaces what was not merged. */
const promotionBranch = 'promotion/next'

/** Both branches by commit, their files, and what is known of the clients on staging. */
export interface Branches {
  readonly staging: string
  readonly main: string
  readonly trees: Trees
  /** Content hash by client, as staging's own code computes it. */
  readonly hashes: ReadonlyMap<string, string>
}

/** Which of the clients that differ are signed off; a client whose file names no request is not. */
export async function readSignOffs(
  github: GitHubReader,
  clone: Clone,
  { branches, team }: { readonly branches: Branches; readonly team: TeamFile },
): Promise<Map<string, SignOff>> {
  const signOffs = new Map<string, SignOff>()
  for (const { client, kind } of diffTrees(branches.trees)) {
    const request = await requestOf(clone, client, [branches.staging, branches.main])
    if (request === undefined) continue
    const conversation = readConversation({ comments: await github.comments(request), team, bot: botOf(team) })
    const hash = kind === 'delete' ? removedContent : branches.hashes.get(client)
    if (hash !== undefined) signOffs.set(client, judgeSignOff(conversation, { client, hash }))
  }
  return signOffs
}

/** Pushes the branch with exactly what the promotion carries and opens, or renews, its pull request: the number. */
export async function openPromotion(
  github: GitHub,
  clone: Clone,
  { branches, promotion, team }: { readonly branches: Branches; readonly promotion: Promotion; readonly team: TeamFile },
): Promise<number> {
  const names = promotion.carried.map(({ client }) => client)
  const title = names.length === 0 ? 'Promote the engine' : `Promote ${names.join(', ')}`
  const entries = promotionTree(branches.trees, promotion.carried)
  await pushBranch(clone, {
    entries,
    parent: branches.main,
    branch: promotionBranch,
    message: `${title}\n\nFrom staging ${branches.staging}.\n`,
    author: botIdentity(team),
  })
  const number = await github.openPull({
    head: promotionBranch,
    base: 'main',
    title: title.slice(0, 200),
    body: renderPromotion(promotion, branches.staging),
  })
  for (const client of names) {
    const request = await requestOf(clone, client, [branches.staging, branches.main])
    if (request !== undefined) await moveRequest(github, request, { event: 'promote', owners: peopleWith(team, 'releaseManager') })
  }
  return number
}

/** What goes and what stays, for people; names of clients are safe to print. */
export function renderPromotion({ carried, waiting, hasEngineChanges }: Promotion, staging: string): string {
  const going = carried.map(({ client, kind, by }) => `- ${client} (${kind}), signed off by ${by}`)
  const staying = waiting.map(({ client, kind, reason }) => `- ${client} (${kind}): ${reason}`)
  return [
    `From staging at ${staging.slice(0, 12)}.`,
    going.length === 0 ? 'No client is carried.' : `Carried:\n${going.join('\n')}`,
    ...(hasEngineChanges ? ['The engine is carried as a whole.'] : []),
    ...(staying.length === 0 ? [] : [`Stays on staging:\n${staying.join('\n')}`]),
  ].join('\n\n')
}
