import { glob, mkdir, readFile, stat, writeFile } from 'node:fs/promises'
import { dirname, join, relative, resolve, sep } from 'node:path'
import { isGranted } from '../../rules/permissions.ts'
import { timestamp } from '../../world.ts'
import { RunnerRefusal } from '../job-state.ts'
import { readZip, writeZip } from '../zip.ts'
import type { KnownAction } from './registry.ts'

/** actions/upload-artifact: zips files of the workspace under a name that is unique in its run. */
export const uploadArtifact: KnownAction = {
  inputs: ['name', 'path', 'if-no-files-found', 'retention-days', 'compression-level', 'overwrite', 'include-hidden-files'],
  run: async (state, inputs) => {
    const { world, runId } = state
    const { name = 'artifact', path = '' } = inputs
    const files = await findFiles(state.workspace, path, inputs['include-hidden-files'] === 'true')
    if (files.length === 0) {
      const choice = inputs['if-no-files-found'] ?? 'warn'
      const message = `No files were found with the provided path: ${path}. No artifacts will be uploaded.`
      if (choice !== 'ignore') state.log.annotate({ level: choice === 'error' ? 'error' : 'warning', message })
      return { isSuccess: choice !== 'error', outputs: {} }
    }
    const earlier = [...world.artifacts.values()].find((one) => one.runId === runId && one.name === name)
    if (earlier !== undefined && inputs.overwrite !== 'true') {
      state.log.annotate({
        level: 'error',
        message: 'Failed to CreateArtifact: (409) Conflict: an artifact with this name already exists on the workflow run',
      })
      return { isSuccess: false, outputs: {} }
    }
    if (earlier !== undefined) world.artifacts.delete(earlier.id)
    const root = commonFolder(files)
    const entries = await Promise.all(
      files.map(async (file) => ({ path: relative(root, file).split(sep).join('/'), bytes: await readFile(file) })),
    )
    const artifact = { id: world.nextId(), runId, name, zip: writeZip(entries), createdAt: timestamp(world) }
    world.artifacts.set(artifact.id, artifact)
    return { isSuccess: true, outputs: { 'artifact-id': String(artifact.id) } }
  },
}

/** actions/download-artifact: unpacks an artifact of this run, or of another with `run-id` and a token that may read it. */
export const downloadArtifact: KnownAction = {
  inputs: ['name', 'path', 'run-id', 'github-token', 'repository'],
  run: async (state, inputs) => {
    const { world } = state
    const fail = (message: string) => {
      state.log.annotate({ level: 'error', message })
      return { isSuccess: false, outputs: {} }
    }
    if (inputs['run-id'] !== undefined && inputs['run-id'] !== String(state.runId)) {
      // The action takes its token as an input only; without one it looks at its own run.
      const identity = world.tokens.get(inputs['github-token'] ?? '')
      if (identity === undefined) return fail('Unable to download artifact(s): Bad credentials')
      const isAllowed =
        identity.kind === 'person' || (identity.kind !== 'app-jwt' && isGranted('actions/download-artifact', identity.permissions))
      if (!isAllowed) return fail('Unable to download artifact(s): Resource not accessible by integration')
    }
    const runId = Number(inputs['run-id'] ?? state.runId)
    const found = [...world.artifacts.values()].filter(
      (one) => one.runId === runId && (inputs.name === undefined || one.name === inputs.name),
    )
    if (found.length === 0 && inputs.name !== undefined)
      return fail(`Unable to download artifact(s): Artifact not found for name: ${inputs.name}`)
    const folder = resolve(state.workspace, inputs.path ?? '.')
    for (const artifact of found) {
      const target = inputs.name === undefined ? join(folder, artifact.name) : folder
      for (const { path, bytes } of readZip(artifact.zip)) {
        await mkdir(dirname(join(target, path)), { recursive: true })
        await writeFile(join(target, path), bytes)
      }
    }
    return { isSuccess: true, outputs: { 'download-path': folder } }
  },
}

async function findFiles(workspace: string, paths: string, withHidden: boolean): Promise<string[]> {
  const patterns = paths
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
  if (patterns.some((pattern) => pattern.startsWith('!')))
    throw new RunnerRefusal('actions/upload-artifact: patterns with ! are not modelled')
  const files = new Set<string>()
  for (const pattern of patterns) {
    const isFolder = (await stat(resolve(workspace, pattern)).catch(() => undefined))?.isDirectory() === true
    for await (const path of glob(isFolder ? join(pattern, '**') : pattern, { cwd: workspace })) {
      const isHidden = path.split(sep).some((part) => part.startsWith('.') && part !== '.' && part !== '..')
      const file = resolve(workspace, path)
      if ((withHidden || !isHidden) && (await stat(file)).isFile()) files.add(file)
    }
  }
  return [...files].toSorted()
}

// Paths in the archive start at the deepest folder that all files share, as the action does it.
function commonFolder(files: readonly string[]): string {
  let common = dirname(files[0]!)
  for (const file of files) while (!file.startsWith(common + sep)) common = dirname(common)
  return common
}
