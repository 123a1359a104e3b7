import { delimiter, dirname } from 'node:path'
import type { Guard } from '../guard.ts'
import type { RunnerSettings } from '../settings.ts'
import { installNpm } from './npm.ts'
import { Processes } from './process.ts'

/** The machine that jobs run on: this one, with a folder of its own, the running Node first on the PATH, and nothing of the caller's environment. */
export interface Machine {
  readonly folder: string
  readonly path: string
  readonly environment: Readonly<Record<string, string>>
  readonly processes: Processes
  readonly onLine: (line: string) => void
}

/** The runner's settings, the folder that is its own, and the guard that ends its processes should this one die. */
export type MachineSettings = RunnerSettings & { readonly folder: string; readonly guard: Guard }

export async function newMachine({ folder, guard, nodeModules, environment = {}, onLine = () => {} }: MachineSettings): Promise<Machine> {
  const path = `${dirname(process.execPath)}${delimiter}${process.env.PATH ?? ''}`
  const complete = nodeModules === undefined ? path : await installNpm(folder, nodeModules, path)
  return { folder, path: complete, environment, processes: new Processes(guard), onLine }
}
