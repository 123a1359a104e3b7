import { hashOf } from '../canonical.ts'
import type { Client } from '../model/client.ts'
import type { Environment } from '../model/environment.ts'
import type { ResolvedClient } from '../model/feed.ts'
import { isObject } from '../model/object.ts'

/** A client file as one environment sees it: its overlay merged, `environments` gone. The result may break the schema; check.ts looks. */
export function applyOverlay(client: Client, environment: Environment): Client {
  const { environments, ...rest } = client
  const overlay = environments?.[environment]
  return overlay === undefined ? rest : (mergePatch(rest, overlay) as Client)
}

/** Defaults filled in, feeds named, hashed. */
export function resolveClient(id: string, client: Client): ResolvedClient {
  const feeds = Object.entries(client.feeds).map(([name, feed]) => ({
    id: `${id}/${name}`,
    client: id,
    name,
    clientName: client.name,
    schedule: { timezone: 'UTC', ...feed.schedule },
    source: feed.source,
    mapping: feed.mapping,
    ...(feed.keep === undefined ? {} : { keep: feed.keep }),
    ignore: feed.ignore ?? [],
    expect: feed.expect ?? {},
  }))
  const resolved = {
    id,
    name: client.name,
    ...(client.request === undefined ? {} : { request: client.request }),
    team: client.team ?? {},
    page: { ...client.page, slug: client.page.slug ?? id },
    feeds,
  }
  return { ...resolved, hash: hashOf(resolved) }
}

/** JSON Merge Patch (RFC 7386). */
export function mergePatch(target: unknown, patch: unknown): unknown {
  if (!isObject(patch)) return patch
  const merged: Record<string, unknown> = isObject(target) ? { ...target } : {}
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete merged[key]
    // Defined, not assigned: `__proto__` is a key like any other, which the schema then refuses.
    else
      Object.defineProperty(merged, key, {
        value: mergePatch(own(merged, key), value),
        writable: true,
        enumerable: true,
        configurable: true,
      })
  }
  return merged
}

function own(value: Record<string, unknown>, key: string): unknown {
  return Object.hasOwn(value, key) ? value[key] : undefined
}
