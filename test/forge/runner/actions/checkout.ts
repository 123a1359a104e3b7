import { randomUUID } from 'node:crypto'
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { type JobState, RunnerRefusal } from '../job-state.ts'
import type { KnownAction } from './registry.ts'

/** actions/checkout: a real fetch from the forge with the token given, of `ref` or of the run's own commit. */
export const checkout: KnownAction = {
  inputs: ['ref', 'token', 'fetch-depth', 'fetch-tags', 'persist-credentials', 'path', 'repository', 'clean', 'show-progress', 'filter'],
  run: async (state, inputs) => {
    const { world } = state
    const repository = `${world.owner}/${world.repo}`
    if ((inputs.repository ?? repository) !== repository)
      throw new RunnerRefusal(`actions/checkout: repository ${inputs.repository} is not modelled`)
    const folder = join(state.workspace, inputs.path ?? '.')
    await mkdir(folder, { recursive: true })
    const secret = Buffer.from(`x-access-token:${inputs.token ?? state.token}`).toString('base64')
    state.log.addMask(secret)
    const key = `http.${world.url}/.extraheader`
    const git = gitIn(state, folder)
    // A second checkout into the same folder starts anew.
    await rm(join(folder, '.git'), { recursive: true, force: true })
    const steps = async (): Promise<boolean> => {
      if (!(await git('init', '--quiet', '--initial-branch=main', '.')).isSuccess) return false
      await git('remote', 'add', 'origin', `${world.url}/${repository}`)
      await git('config', 'gc.auto', '0')
      await git('config', '--local', key, `AUTHORIZATION: basic ${secret}`)
      return fetchAndSwitch(state, inputs, git)
    }
    const isSuccess = await steps()
    if (!isSuccess) state.log.annotate({ level: 'error', message: 'actions/checkout: git failed, see the log' })
    const forget = async () => void (await git('config', '--local', '--unset-all', key))
    if (inputs['persist-credentials'] === 'false') await forget()
    else state.cleanups.push(forget)
    const commit = await git('rev-parse', 'HEAD')
    return { isSuccess, outputs: { ref: inputs.ref ?? '', commit: commit.output.trim() } }
  },
}

type RunGit = (...args: readonly string[]) => Promise<{ readonly isSuccess: boolean; readonly output: string }>

function gitIn(state: JobState, folder: string): RunGit {
  return async (...args) => {
    const { code, output } = await state.processes.run({
      command: 'git',
      args,
      folder,
      environment: { ...state.baseEnvironment, GIT_TERMINAL_PROMPT: '0' },
      timeoutMs: 10 * 60_000,
      outputFile: join(state.temporary, `${randomUUID()}.log`),
    })
    if (code !== 0) state.log.write(output.trimEnd())
    return { isSuccess: code === 0, output }
  }
}

// As the action does it: one commit by its hash, or everything with depth 0; then a branch of that name, or a detached head.
async function fetchAndSwitch(state: JobState, inputs: Readonly<Record<string, string>>, git: RunGit): Promise<boolean> {
  const github = state.contexts.github as { ref: string; sha: string }
  const { ref, sha } = inputs.ref === undefined || inputs.ref === '' ? github : await resolveRef(inputs.ref, git)
  const depth = Number(inputs['fetch-depth'] ?? 1)
  const branch = /^refs\/heads\/(.+)$/.exec(ref)?.[1]
  const target =
    branch === undefined
      ? ref.startsWith('refs/')
        ? ref.replace(/^refs\/(pull\/)/, 'refs/remotes/$1')
        : ''
      : `refs/remotes/origin/${branch}`
  const own = target === '' ? sha : `+${sha}:${target}`
  const tags = inputs['fetch-tags'] === 'true' ? ['+refs/tags/*:refs/tags/*'] : []
  const flags = [...(depth === 0 ? [] : [`--depth=${depth}`]), ...(inputs.filter ? [`--filter=${inputs.filter}`] : [])]
  const fetch = async (...specs: readonly string[]) =>
    (await git('fetch', '--quiet', '--no-tags', '--prune', '--force', ...flags, 'origin', ...specs)).isSuccess
  if (depth === 0) {
    if (!(await fetch('+refs/heads/*:refs/remotes/origin/*', '+refs/tags/*:refs/tags/*'))) return false
    // The branch may have moved on since: the run is about its own commit. One fetch cannot write a ref twice.
    const isThere = (await git('rev-parse', '--quiet', '--verify', `${target === '' ? sha : target}^{commit}`)).output.trim() === sha
    if (!isThere && !target.startsWith('refs/tags/') && !(await fetch(own))) return false
  } else if (!(await fetch(...tags, own))) return false
  const place = branch === undefined ? ['--detach', sha] : ['-B', branch, target]
  return (await git('checkout', '--quiet', '--force', ...place)).isSuccess
}

async function resolveRef(name: string, git: RunGit): Promise<{ ref: string; sha: string }> {
  if (/^[0-9a-f]{40}$/.test(name)) return { ref: '', sha: name }
  const { output } = await git('ls-remote', '--quiet', 'origin')
  const rows = output.split('\n').map((line) => line.split('\t') as [string, string])
  for (const ref of [name, `refs/heads/${name}`, `refs/tags/${name}`]) {
    const found = rows.find((row) => row[1] === `${ref}^{}`) ?? rows.find((row) => row[1] === ref)
    if (ref.startsWith('refs/') && found !== undefined) return { ref, sha: found[0] }
  }
  return { ref: `refs/heads/${name}`, sha: `refs/heads/${name}` }
}
