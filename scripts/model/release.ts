import type { ResolvedClient } from './feed.ts'

/** An immutable version of the configuration. */
export interface Release {
  /** First 12 characters of the commit and of the hash, joined by a hyphen. */
  readonly id: string
  /** Full Git commit (40 hex digits). */
  readonly commit: string
  /** SHA-256 (hex) over the clients' hashes, by client id. */
  readonly hash: string
  readonly clients: readonly ResolvedClient[]
}
