import { renderComment, renderIssue, renderReaction } from '../render/issue.ts'
import { renderRepository } from '../render/repository.ts'
import { renderUser } from '../render/user.ts'
import { type Comment, type Identity, type Reaction, timestamp, type World } from '../world.ts'
import { findIssue } from './issues.ts'
import {
  type Answer,
  type Call,
  created,
  type Handlers,
  invalid,
  list,
  noContent,
  notFound,
  numberIn,
  ok,
  operation,
  Refusal,
} from './operation.ts'

/** GitHub refuses a comment above this many characters. */
const longestComment = 65_536

/** Comments of issues and pull requests, and the reactions to them. */
export const commentHandlers: Handlers = {
  'issues/list-comments': operation(['since'], ({ world, path, query }) => {
    const { number } = findIssue(world, path)
    return list(
      [...world.comments.values()]
        .filter(({ issue, updatedAt }) => issue === number && updatedAt >= (query.since ?? ''))
        .map((comment) => renderComment(world, comment)),
    )
  }),
  'issues/list-comments-for-repo': operation(['since', 'sort', 'direction'], ({ world, query }) => {
    const found = [...world.comments.values()].filter(({ updatedAt }) => updatedAt >= (query.since ?? ''))
    if (query.direction === 'desc') found.reverse()
    return list(found.map((comment) => renderComment(world, comment)))
  }),
  'issues/get-comment': operation([], ({ world, path }) => ok(renderComment(world, findComment(world, path)))),
  'issues/create-comment': operation<{ body: string }>(['body'], ({ world, path, body, identity }) => {
    const issue = findIssue(world, path)
    checkLength(body.body)
    const createdAt = timestamp(world)
    const comment: Comment = {
      id: world.nextId(),
      issue: issue.number,
      author: identity.login,
      viaApp: identity.kind !== 'person',
      createdAt,
      body: body.body,
      updatedAt: createdAt,
    }
    world.comments.set(comment.id, comment)
    issue.updatedAt = createdAt
    emitComment(world, identity, 'created', comment)
    return created(renderComment(world, comment))
  }),
  'issues/update-comment': operation<{ body: string }>(['body'], ({ world, path, body, identity }) => {
    const comment = findComment(world, path)
    checkAuthor(world, identity, comment)
    checkLength(body.body)
    comment.body = body.body
    comment.updatedAt = timestamp(world)
    emitComment(world, identity, 'edited', comment)
    return ok(renderComment(world, comment))
  }),
  'issues/delete-comment': operation([], ({ world, path, identity }) => {
    const comment = findComment(world, path)
    checkAuthor(world, identity, comment)
    emitComment(world, identity, 'deleted', comment)
    world.comments.delete(comment.id)
    return noContent
  }),
  'reactions/list-for-issue-comment': operation(['content'], ({ world, path, query }) =>
    listReactions(world, `comment/${findComment(world, path).id}`, query.content),
  ),
  'reactions/create-for-issue-comment': operation<{ content: string }>(['content'], (call) =>
    react(call, `comment/${findComment(call.world, call.path).id}`),
  ),
  'reactions/list-for-issue': operation(['content'], ({ world, path, query }) =>
    listReactions(world, `issue/${findIssue(world, path).number}`, query.content),
  ),
  'reactions/create-for-issue': operation<{ content: string }>(['content'], (call) =>
    react(call, `issue/${findIssue(call.world, call.path).number}`),
  ),
}

function listReactions(world: World, subject: Reaction['subject'], content: string | undefined): Answer {
  const found = world.reactions.filter((one) => one.subject === subject && (content === undefined || one.content === content))
  return list(found.map((reaction) => renderReaction(world, reaction)))
}

// Reacting twice alike is answered with the reaction that is there, and 200.
function react({ world, identity, body }: Call<{ content: string }>, subject: Reaction['subject']): Answer {
  const existing = world.reactions.find((one) => one.subject === subject && one.author === identity.login && one.content === body.content)
  if (existing !== undefined) return ok(renderReaction(world, existing))
  const reaction: Reaction = { id: world.nextId(), subject, author: identity.login, content: body.content, createdAt: timestamp(world) }
  world.reactions.push(reaction)
  return created(renderReaction(world, reaction))
}

function findComment(world: World, path: Readonly<Record<string, string>>): Comment {
  const comment = world.comments.get(numberIn(path, 'comment_id'))
  if (comment === undefined) throw notFound()
  return comment
}

// Everybody may change their own; others' only who may write.
function checkAuthor(world: World, identity: Identity, comment: Comment): void {
  if (identity.kind === 'person' && identity.login !== comment.author && world.people.get(identity.login) === 'read') {
    throw new Refusal(403, 'Must have push access to the repository')
  }
}

function checkLength(body: string): void {
  if (body === '') throw invalid('IssueComment', 'body', "Body can't be blank")
  if (body.length > longestComment) throw invalid('IssueComment', 'body', `body is too long (maximum is ${longestComment} characters)`)
}

function emitComment(world: World, cause: Identity, action: string, comment: Comment): void {
  const shared = { repository: renderRepository(world), sender: renderUser(world, cause.login) }
  const issue = renderIssue(world, world.issues.get(comment.issue)!)
  world.emit('issue_comment', cause, { action, issue, comment: renderComment(world, comment), ...shared })
}
