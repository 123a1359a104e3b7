import type {
  Choices,
  LiveRelease,
  Overview,
  PostingAddress,
  PostingFilter,
  PostingList,
  ShownClient,
  ShownPosting,
  Stretch,
} from '../model/showing.ts'

/** What the client's pages need to know. */
export interface PageReader {
  /** The live client whose page has this slug. */
  client(slug: string): Promise<ShownClient | undefined>
  /** Open postings, the newest first; those that came together in the client's own order. */
  postings(client: ShownClient, filter: PostingFilter, stretch: Stretch): Promise<PostingList>
  choices(client: ShownClient): Promise<Choices>
  /** One posting of a feed (its name, without the client), removed and closed ones included. */
  posting(client: ShownClient, feedName: string, id: string): Promise<ShownPosting | undefined>
  /** Addresses of those that are open of a stretch of the live postings, in a stable order. */
  addresses(client: ShownClient, stretch: Stretch): Promise<readonly PostingAddress[]>
  clients(): Promise<readonly ShownClient[]>
  live(): Promise<LiveRelease>
}

/** What the operator's page needs to know. */
export interface OverviewReader {
  overview(): Promise<Overview>
}
