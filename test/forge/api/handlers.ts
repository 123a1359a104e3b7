import { actionsHandlers } from './actions.ts'
import { checkHandlers } from './checks.ts'
import { commentHandlers } from './comments.ts'
import { deploymentHandlers } from './deployments.ts'
import { issueHandlers } from './issues.ts'
import type { Handlers } from './operation.ts'
import { pullHandlers } from './pulls.ts'
import { repositoryHandlers } from './repository.ts'
import { reviewHandlers } from './reviews.ts'

/** Every operation that is modelled, by the id that GitHub's description gives it. */
export const handlers: Handlers = {
  ...repositoryHandlers,
  ...pullHandlers,
  ...reviewHandlers,
  ...issueHandlers,
  ...commentHandlers,
  ...checkHandlers,
  ...deploymentHandlers,
  ...actionsHandlers,
}
