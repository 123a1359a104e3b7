import { canonicalJson } from '../canonical.ts'
import { counted } from '../model/counted.ts'
import type { Feed, ResolvedClient } from '../model/feed.ts'
import type { Schedule } from '../model/schedule.ts'
import type { Change } from './diff.ts'

const sign = { create: '+', update: '~', delete: '-' } as const satisfies Record<Change['kind'], string>

/** A change as one line of a plan, for instance `~ schedule acme/jobs: 17 6 * * * UTC -> 23 6 * * * UTC`. */
export function changeLine(change: Change): string {
  return `${sign[change.kind]} ${change.noun} ${wording(change)}`
}

function wording(change: Change): string {
  switch (change.noun) {
    case 'release':
      return change.kind === 'create' ? change.to : `${change.from} -> ${change.to}`
    case 'client':
      return clientWording(change)
    case 'schedule':
      return scheduleWording(change)
    default:
      return change satisfies never
  }
}

function clientWording(change: Extract<Change, { noun: 'client' }>): string {
  if (change.kind === 'create') return `${change.to.id} (${feedCount(change.to)})`
  if (change.kind === 'delete') return `${change.from.id} (${feedCount(change.from)}; its postings leave the page)`
  return `${change.to.id}: ${changedParts(change.from, change.to).join(', ')}`
}

function feedCount({ feeds }: ResolvedClient): string {
  return counted(feeds.length, 'feed')
}

// A record of all, so that the compiler finds a forgotten one.
const isFeedPart = {
  schedule: true,
  source: true,
  mapping: true,
  keep: true,
  ignore: true,
  expect: true,
} as const satisfies Record<Exclude<keyof Feed, 'id' | 'client' | 'name' | 'clientName'>, true>
const feedParts = Object.keys(isFeedPart) as (keyof typeof isFeedPart)[]

/** The parts of a client that differ, by the names that its file has for them, for instance `feeds.jobs.mapping`. */
function changedParts(from: ResolvedClient, to: ResolvedClient): string[] {
  const parts: string[] = []
  for (const part of ['name', 'request', 'team', 'page'] as const) {
    if (differ(from[part], to[part])) parts.push(part)
  }
  const fromByName = new Map(from.feeds.map((feed) => [feed.name, feed]))
  for (const feed of to.feeds) {
    const earlier = fromByName.get(feed.name)
    if (earlier === undefined) parts.push(`feeds.${feed.name} (new)`)
    else for (const part of feedParts) if (differ(earlier[part], feed[part])) parts.push(`feeds.${feed.name}.${part}`)
    fromByName.delete(feed.name)
  }
  for (const name of fromByName.keys()) parts.push(`feeds.${name} (removed)`)
  return parts
}

function differ(a: unknown, b: unknown): boolean {
  return canonicalJson(a ?? null) !== canonicalJson(b ?? null)
}

function scheduleWording(change: Extract<Change, { noun: 'schedule' }>): string {
  if (change.kind === 'update') return `${change.to.feed}: ${times(change.from)} -> ${times(change.to)}`
  const { feed, ...schedule } = change.kind === 'create' ? change.to : change.from
  return `${feed}: ${times(schedule)}`
}

function times({ cron, timezone }: Omit<Schedule, 'feed'>): string {
  return `${cron} ${timezone}`
}
