import { hashOf } from '../canonical.ts'
import type { Feed } from '../model/feed.ts'

/**
 * Tells whether bytes that were read before would end as they did: SHA-256 (hex) over all that stands between bytes and verdict, `engine` (engine.ts)
 * included. The transport is not in it: the same bytes from another URL are the same bytes.
 */
export function mappingHash({ clientName, source, mapping, keep, ignore, expect }: Feed, engine: string): string {
  return hashOf({ clientName, format: source.format, mapping, ...(keep !== undefined && { keep }), ignore, expect, engine })
}
