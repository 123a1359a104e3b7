/** When one feed is run, as an environment holds it. */
export interface Schedule {
  readonly feed: string
  readonly cron: string
  readonly timezone: string
}
