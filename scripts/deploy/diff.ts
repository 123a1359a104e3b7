import { canonicalJson } from '../canonical.ts'
import type { Feed, ResolvedClient } from '../model/feed.ts'
import type { Release } from '../model/release.ts'
import type { Schedule } from '../model/schedule.ts'
import type { Live } from './live.ts'

/** One difference between what is live and a release. Clients are compared by their hash. */
export type Change =
  | { readonly noun: 'release'; readonly kind: 'create'; readonly to: string }
  | { readonly noun: 'release'; readonly kind: 'update'; readonly from: string; readonly to: string }
  | { readonly noun: 'client'; readonly kind: 'create'; readonly to: ResolvedClient }
  | { readonly noun: 'client'; readonly kind: 'update'; readonly from: ResolvedClient; readonly to: ResolvedClient }
  | { readonly noun: 'client'; readonly kind: 'delete'; readonly from: ResolvedClient }
  | { readonly noun: 'schedule'; readonly kind: 'create'; readonly to: Schedule }
  | { readonly noun: 'schedule'; readonly kind: 'update'; readonly from: Schedule; readonly to: Schedule }
  | { readonly noun: 'schedule'; readonly kind: 'delete'; readonly from: Schedule }

/** What must happen for an environment to be as the release says. Empty means that it is. */
export function diffRelease(release: Release, live: Live): Change[] {
  return [
    ...diffLiveRelease(release.id, live.release),
    ...diffClients(release.clients, live.clients),
    ...diffSchedules(release.clients.flatMap(schedulesOf), live.schedules),
  ]
}

/** The schedules that a client's file asks for. */
function schedulesOf({ feeds }: ResolvedClient): Schedule[] {
  return feeds.map(({ id, schedule: { cron, timezone } }) => ({ feed: id, cron, timezone }))
}

function diffLiveRelease(to: string, from: string | undefined): Change[] {
  if (from === undefined) return [{ noun: 'release', kind: 'create', to }]
  return from === to ? [] : [{ noun: 'release', kind: 'update', from, to }]
}

/** Clients to create, update and delete. */
export function diffClients(desired: readonly ResolvedClient[], live: readonly ResolvedClient[]): Change[] {
  const liveById = new Map(live.map((client) => [client.id, client]))
  const desiredIds = new Set(desired.map(({ id }) => id))
  const changes: Change[] = []
  for (const to of desired) {
    const from = liveById.get(to.id)
    if (from === undefined) changes.push({ noun: 'client', kind: 'create', to })
    else if (from.hash !== to.hash) changes.push({ noun: 'client', kind: 'update', from, to })
  }
  for (const from of live) if (!desiredIds.has(from.id)) changes.push({ noun: 'client', kind: 'delete', from })
  return changes
}

/** Schedules to create, update and delete. */
export function diffSchedules(desired: readonly Schedule[], live: readonly Schedule[]): Change[] {
  const liveByFeed = new Map(live.map((schedule) => [schedule.feed, schedule]))
  const desiredFeeds = new Set(desired.map(({ feed }) => feed))
  const changes: Change[] = []
  for (const to of desired) {
    const from = liveByFeed.get(to.feed)
    if (from === undefined) changes.push({ noun: 'schedule', kind: 'create', to })
    else if (from.cron !== to.cron || from.timezone !== to.timezone) changes.push({ noun: 'schedule', kind: 'update', from, to })
  }
  for (const from of live) if (!desiredFeeds.has(from.feed)) changes.push({ noun: 'schedule', kind: 'delete', from })
  return changes
}

/** Ids of the feeds whose postings may come out otherwise: new ones, and those read, mapped or judged in another way. */
export function redefinedFeeds(changes: readonly Change[]): string[] {
  return changes.flatMap((change) => {
    if (change.noun !== 'client' || change.kind === 'delete') return []
    const before = new Map(change.kind === 'create' ? [] : change.from.feeds.map((feed) => [feed.id, definition(feed)]))
    return change.to.feeds.filter((feed) => before.get(feed.id) !== definition(feed)).map(({ id }) => id)
  })
}

/** All of a feed but when it is run: a property that the language is given later counts by itself. */
function definition({ schedule: _, ...rest }: Feed): string {
  return canonicalJson(rest)
}
