import type { Comment, Issue, Label, Reaction, World } from '../world.ts'
import { pageUrl, repositoryUrl } from './repository.ts'
import { association, nodeId, renderUser } from './user.ts'

export function renderLabel(world: World, label: Label): Record<string, unknown> {
  return {
    id: label.id,
    node_id: nodeId('Label', label.id),
    url: repositoryUrl(world, `/labels/${encodeURIComponent(label.name)}`),
    name: label.name,
    description: label.description,
    color: label.color,
    default: false,
  }
}

/** `issue` of the REST API; a pull request is an issue with `pull_request`. */
export function renderIssue(world: World, issue: Issue): Record<string, unknown> {
  const { number, pull } = issue
  const url = repositoryUrl(world, `/issues/${number}`)
  const html = pageUrl(world, `/${pull === undefined ? 'issues' : 'pull'}/${number}`)
  const assignees = issue.assignees.map((login) => renderUser(world, login))
  const pullUrl = repositoryUrl(world, `/pulls/${number}`)
  return {
    id: issue.id,
    node_id: nodeId('Issue', issue.id),
    url,
    repository_url: repositoryUrl(world),
    labels_url: `${url}/labels{/name}`,
    comments_url: `${url}/comments`,
    events_url: `${url}/events`,
    html_url: html,
    number,
    state: issue.state,
    state_reason: issue.stateReason,
    title: issue.title,
    body: issue.body,
    user: renderUser(world, issue.author),
    labels: issue.labels.map((name) => renderLabel(world, world.labels.get(name)!)),
    assignee: assignees[0] ?? null,
    assignees,
    milestone: null,
    locked: false,
    active_lock_reason: null,
    comments: [...world.comments.values()].filter((comment) => comment.issue === number).length,
    ...(pull === undefined
      ? {}
      : {
          draft: pull.draft,
          pull_request: {
            url: pullUrl,
            html_url: html,
            diff_url: `${html}.diff`,
            patch_url: `${html}.patch`,
            merged_at: pull.merged?.at ?? null,
          },
        }),
    closed_at: issue.closedAt,
    created_at: issue.createdAt,
    updated_at: issue.updatedAt,
    author_association: association(world, issue.author),
  }
}

export function renderComment(world: World, comment: Comment): Record<string, unknown> {
  const issue = world.issues.get(comment.issue)!
  return {
    id: comment.id,
    node_id: nodeId('IssueComment', comment.id),
    url: repositoryUrl(world, `/issues/comments/${comment.id}`),
    html_url: pageUrl(world, `/${issue.pull === undefined ? 'issues' : 'pull'}/${comment.issue}#issuecomment-${comment.id}`),
    issue_url: repositoryUrl(world, `/issues/${comment.issue}`),
    user: renderUser(world, comment.author),
    created_at: comment.createdAt,
    updated_at: comment.updatedAt,
    author_association: association(world, comment.author),
    body: comment.body,
    performed_via_github_app: null,
  }
}

export function renderReaction(world: World, reaction: Reaction): Record<string, unknown> {
  return {
    id: reaction.id,
    node_id: nodeId('Reaction', reaction.id),
    user: renderUser(world, reaction.author),
    content: reaction.content,
    created_at: reaction.createdAt,
  }
}
