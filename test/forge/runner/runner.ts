import type { RunnerSettings } from '../settings.ts'
import type { ForgeEvent, World } from '../world.ts'
import type { RunRecord } from './record.ts'

/** What executes workflows: fed with events, one at a time. */
export interface Runner {
  readonly runs: readonly RunRecord[]
  handle(event: ForgeEvent): Promise<void>
  stop(): Promise<void>
}

export async function runnerFor(_world: World, _settings: RunnerSettings & { readonly folder: string }): Promise<Runner> {
  return { runs: [], handle: async () => {}, stop: async () => {} }
}
