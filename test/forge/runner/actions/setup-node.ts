import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { type JobState, RunnerRefusal } from '../job-state.ts'
import type { KnownAction } from './registry.ts'

/** actions/setup-node: puts the Node that runs this runner on the PATH, and refuses to pretend that it is another. */
export const setupNode: KnownAction = {
  inputs: ['node-version', 'node-version-file', 'cache', 'check-latest', 'package-manager-cache'],
  run: async (state, inputs) => {
    const wanted = inputs['node-version'] ?? (await versionInFile(state, inputs['node-version-file']))
    const running = process.versions.node
    const major = /^v?(\d+)(\.x|\.\d+)*$/.exec(wanted ?? '')?.[1]
    if (wanted !== undefined && major === undefined) throw new RunnerRefusal(`actions/setup-node: node-version ${wanted} is not modelled`)
    if (major !== undefined && major !== running.split('.')[0])
      throw new RunnerRefusal(`actions/setup-node: asked for Node ${wanted}, this is ${running}`)
    state.addedPath.push(dirname(process.execPath))
    return { isSuccess: true, outputs: { 'node-version': `v${running}`, 'cache-hit': 'false' } }
  },
}

async function versionInFile(state: JobState, file: string | undefined): Promise<string | undefined> {
  if (file === undefined) return undefined
  const text = await readFile(join(state.workspace, file), 'utf8')
  return file.endsWith('package.json') ? undefined : text.trim()
}
