import { hashOf } from '../canonical.ts'

/** What a client's yes is about. The hashes are those of the resolved client (`model/feed.ts`) and of what its samples are mapped to. */
export interface Content {
  readonly staging: string
  readonly production: string
  /** SHA-256 (hex) of the sample postings by feed; a feed without a sample is not in it. */
  readonly samples: Readonly<Record<string, string>>
}

/** The hash that a sign-off is bound to: another configuration in either environment, or other postings from the same sample, void it. */
export function contentHash(content: Content): string {
  return hashOf(content)
}

/** The content hash of a client that staging no longer has: its removal is signed off like any other change. */
export const removedContent = hashOf('removed')
