import type { Lack } from './markup.ts'
import type { Property } from './run.ts'

/**
 * What tells one record's text from another's: 128 bits of its SHA-256, as 32 hexadecimal digits. Who finds two texts with one fingerprint
 * publishes them both, and harms himself.
 */
export type Fingerprint = string

/** What a run reports of a record that became a posting without a warning, besides the posting. */
export interface Shape {
  readonly filled: readonly Property[]
  /** What the posting lacks for markup; missing where it lacks nothing. */
  readonly lacks?: readonly Lack[]
  /** Paths of fields that are filled, and neither read nor ignored. */
  readonly unread: readonly string[]
}

/** What the last good run made of a record of the same text, with the same mapping. */
export interface Recalled {
  readonly fingerprint: Fingerprint
  /** The posting, which is live, and the hash of its content. */
  readonly id: string
  readonly hash: Uint8Array
  readonly shape: Shape
}
