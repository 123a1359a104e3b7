/** What one side of a change makes of a feed. Texts come from the feed and are not to be trusted. */
export interface FeedView {
  readonly records: number
  readonly postings: number
  readonly skipped: number
  /** How many postings have each property filled. */
  readonly filled: Readonly<Record<string, number>>
  /** What a run would end with, and why. */
  readonly outcome: 'saved' | 'held' | 'failed'
  readonly reasons: readonly string[]
  readonly warnings: readonly string[]
  /** Fields of the source that nothing reads. */
  readonly unread: readonly string[]
}

/** What becomes of the postings of one feed over the same bytes. */
export interface PostingDifference {
  readonly added: number
  readonly removed: number
  readonly changed: number
  readonly unchanged: number
  /** The first of them; `properties` are those that changed. */
  readonly examples: readonly PostingChange[]
}

/** One posting that comes, goes or changes. */
export interface PostingChange {
  readonly kind: 'added' | 'removed' | 'changed'
  readonly id: string
  readonly title: string
  readonly properties: readonly string[]
}

/** One feed before and after; a side that does not have it is absent. */
export interface FeedChange {
  readonly feed: string
  readonly before?: FeedView
  readonly after?: FeedView
  readonly difference?: PostingDifference
}

/** One client whose files differ. */
export interface ClientChange {
  readonly client: string
  readonly kind: 'create' | 'update' | 'delete'
  readonly feeds: readonly FeedChange[]
}

/** What a branch does to the postings: what `npm run changes` writes and the pull request's comment shows. */
export interface ChangeReport {
  readonly version: 1
  readonly clients: readonly ClientChange[]
  /** Problems that `npm run validate` finds in the client files; a preview needs files without. */
  readonly problems: number
  /** Whether anything but clients changes. */
  readonly hasEngineChanges: boolean
}
