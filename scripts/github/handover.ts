import { counted } from '../model/counted.ts'
import type { Environment } from '../model/environment.ts'
import type { ResolvedClient } from '../model/feed.ts'
import type { Outcome } from '../model/run.ts'
import type { TeamFile } from '../model/team.ts'
import { readMarker, writeMarker } from '../process/marker.ts'
import { announcementMarker, readConversation } from '../process/sign-off.ts'
import { botOf, isSameLogin } from '../process/team.ts'
import { table } from './markdown.ts'
import { moveRequest } from './move.ts'
import type { GitHub } from './port.ts'

/** One client as an environment shows it after a deployment. */
export interface Shown {
  readonly client: ResolvedClient
  /** Content hash, which the sign-off is bound to. */
  readonly hash: string
  readonly pageUrl: string
  readonly postings: number
  readonly feeds: readonly ShownFeed[]
}

/** One feed: when it runs, and how its last run ended. */
export interface ShownFeed {
  readonly id: string
  readonly outcome: Outcome['kind'] | undefined
  readonly nextRunAt: Date | undefined
}

/** Hands a client over to its account manager, on its request: once for each content. Whether anything was said. */
export async function handOver(
  github: GitHub,
  shown: Shown,
  { environment, team }: { readonly environment: Environment; readonly team: TeamFile },
): Promise<boolean> {
  const issue = shown.client.request
  if (issue === undefined || !(await github.request(issue)).isOpen) return false
  const comments = await github.comments(issue)
  const manager = shown.client.team.accountManager
  const owners = manager === undefined ? [] : [manager]
  if (environment === 'production') {
    const isSaid = comments.some(({ author, body }) => {
      const said = isSameLogin(author, botOf(team)) ? readMarker('live', body) : undefined
      return said?.client === shown.client.id && said.hash === shown.hash
    })
    if (isSaid) return false
    await github.addComment(issue, renderLive(shown))
    await moveRequest(github, issue, { event: 'deploy', owners })
    return true
  }
  if (readConversation({ comments, team, bot: botOf(team) }).shown.get(shown.client.id) === shown.hash) return false
  await github.addComment(issue, renderShown(shown))
  await moveRequest(github, issue, { event: 'show', owners })
  return true
}

/** What staging shows now: the account manager shows it to the client. */
function renderShown(shown: Shown): string {
  const { client, hash } = shown
  const manager = client.team.accountManager
  return [
    `${announcementMarker({ client: client.id, hash }, client.team.developer)}\n### Ready to be shown to the client`,
    figures(shown),
    `${manager === undefined ? 'Account manager' : `@${manager}`}: show the page to the client, then write here \`/sign-off\`, \`/feedback …\` (back to development) or \`/later …\` (an idea that nothing waits for).`,
    `A sign-off is for content \`${hash.slice(0, 12)}\` and ends when that changes.`,
  ].join('\n\n')
}

/** What production shows now: the account manager installs the page. */
function renderLive(shown: Shown): string {
  const { client, hash } = shown
  const manager = client.team.accountManager
  return [
    `${writeMarker('live', { client: client.id, hash })}\n### In production`,
    figures(shown),
    `${manager === undefined ? 'Account manager' : `@${manager}`}: install the page${client.page.facebook === undefined ? '' : ` in the tab of Facebook page ${client.page.facebook.pageId}`}, start the campaigns, then write here \`/installed\`.`,
  ].join('\n\n')
}

// Ids of clients and feeds, cron lines and the web service's address are ours, hence safe to print.
function figures({ client, pageUrl, postings, feeds }: Shown): string {
  const schedules = new Map(client.feeds.map(({ id, schedule }) => [id, `\`${schedule.cron}\` ${schedule.timezone}`]))
  const rows = feeds.map(({ id, outcome, nextRunAt }) => [
    id,
    schedules.get(id) ?? '',
    outcome ?? 'not yet',
    nextRunAt?.toISOString().slice(0, 16) ?? '–',
  ])
  return `${pageUrl} shows ${counted(postings, 'posting')}.\n\n${table(['feed', 'schedule', 'last run', 'next run (UTC)'], rows)}`
}
