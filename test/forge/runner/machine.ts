import { delimiter, dirname } from 'node:path'
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

export async function newMachine({
  folder,
  nodeModules,
  environment = {},
  onLine = () => {},
}: RunnerSettings & { readonly folder: string }): Promise<Machine> {
  const path = `${dirname(process.execPath)}${delimiter}${process.env.PATH ?? ''}`
  const complete = nodeModules === undefined ? path : await installNpm(folder, nodeModules, path)
  return { folder, path: complete, environment, processes: new Processes(), onLine }
}
