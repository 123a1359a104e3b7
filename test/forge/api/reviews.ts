import { readPull } from '../git/pull-refs.ts'
import { renderReview } from '../render/pull.ts'
import { renderRepository } from '../render/repository.ts'
import { renderUser } from '../render/user.ts'
import { type Identity, type Issue, type Review, timestamp, type World } from '../world.ts'
import { type Call, type Handlers, list, notFound, numberIn, ok, operation, Refusal } from './operation.ts'
import { findPull } from './pulls.ts'

interface ReviewBody {
  readonly event?: 'APPROVE' | 'REQUEST_CHANGES' | 'COMMENT'
  readonly body?: string
  readonly commit_id?: string
}

const stateByEvent = { APPROVE: 'APPROVED', REQUEST_CHANGES: 'CHANGES_REQUESTED', COMMENT: 'COMMENTED' } as const

/** Reviews of pull requests. Comments on lines and pending reviews are not modelled. */
export const reviewHandlers: Handlers = {
  'pulls/list-reviews': operation([], ({ world, path }) => {
    const { number } = findPull(world, path)
    return list(world.reviews.filter(({ pull }) => pull === number).map((review) => renderReview(world, review)))
  }),
  'pulls/get-review': operation([], ({ world, path }) => ok(renderReview(world, findReview(world, path)))),
  'pulls/create-review': operation<ReviewBody>(['event', 'body', 'commit_id'], createReview),
  'pulls/dismiss-review': operation<{ message: string; event?: string }>(['message', 'event'], async ({ world, path, identity }) => {
    const issue = findPull(world, path)
    const review = findReview(world, path)
    if (review.state === 'COMMENTED') throw new Refusal(422, 'Can not dismiss a commented pull request review')
    review.state = 'DISMISSED'
    await emitReview(world, identity, 'dismissed', issue, review)
    return ok(renderReview(world, review))
  }),
}

async function createReview({ world, path, body, identity }: Call<ReviewBody>) {
  const issue = findPull(world, path)
  const { event, body: text = '' } = body
  if (event === undefined) throw new Refusal(422, 'Unprocessable Entity', ['pending reviews are not modelled: give an event'])
  if (identity.kind === 'actions' && event === 'APPROVE')
    throw new Refusal(422, 'Unprocessable Entity', ['GitHub Actions is not permitted to approve pull requests.'])
  if (identity.login === issue.author && event !== 'COMMENT') {
    throw new Refusal(422, 'Unprocessable Entity', [
      `Can not ${event === 'APPROVE' ? 'approve' : 'request changes on'} your own pull request`,
    ])
  }
  if (event !== 'APPROVE' && text === '') throw new Refusal(422, 'Unprocessable Entity', ['body is required'])
  const commitSha = body.commit_id ?? issue.pull!.headSha
  const review: Review = {
    id: world.nextId(),
    pull: issue.number,
    author: identity.login,
    commitSha,
    submittedAt: timestamp(world),
    body: text,
    state: stateByEvent[event],
  }
  world.reviews.push(review)
  issue.pull!.requestedReviewers = issue.pull!.requestedReviewers.filter((login) => login !== identity.login)
  await emitReview(world, identity, 'submitted', issue, review)
  return ok(renderReview(world, review))
}

function findReview(world: World, path: Readonly<Record<string, string>>): Review {
  const review = world.reviews.find(({ id, pull }) => id === numberIn(path, 'review_id') && pull === numberIn(path, 'pull_number'))
  if (review === undefined) throw notFound()
  return review
}

async function emitReview(world: World, cause: Identity, action: string, issue: Issue, review: Review): Promise<void> {
  // The webhook writes the state in lower case, the REST API in upper case.
  const rendered = { ...renderReview(world, review), state: review.state.toLowerCase() }
  const shared = { repository: renderRepository(world), sender: renderUser(world, cause.login) }
  world.emit('pull_request_review', cause, { action, review: rendered, pull_request: await readPull(world, issue), ...shared })
}
