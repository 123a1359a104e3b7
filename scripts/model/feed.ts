import type { Condition, Expect, Mapping, Page, ScheduleDefinition, Source, Team } from './client.ts'

/** One feed of one client, as it is in one environment: overlays merged, defaults filled in. */
export interface Feed {
  /** `client/name`, for instance `acme/jobs`: unique, and safe to print anywhere (`[a-z0-9/-]`). */
  readonly id: string
  readonly client: string
  readonly name: string
  /** The client's name: the organisation that hires, unless the mapping says otherwise. */
  readonly clientName: string
  readonly schedule: Required<ScheduleDefinition>
  readonly source: Source
  readonly mapping: Mapping
  /** Conditions that a record must fulfil to be a posting. */
  readonly keep?: readonly Condition[]
  readonly ignore: readonly string[]
  readonly expect: Expect
}

/** One client as it is in one environment. `hash` is the SHA-256 (hex) of everything else here, in canonical JSON. */
export interface ResolvedClient {
  readonly id: string
  readonly name: string
  readonly request?: number
  readonly team: Team
  readonly page: Page & { readonly slug: string }
  readonly feeds: readonly Feed[]
  readonly hash: string
}
