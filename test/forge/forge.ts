/**
 * A local GitHub for one private repository: real Git over HTTP, the REST API as GitHub describes it, its rules, and a
 * runner that executes the workflow files of the repository.
 *
 *     const app = newApp({ slug: 'import-bot', permissions: { contents: 'write', checks: 'write', pull_requests: 'write' } })  // app.ts
 *     await using forge = await openForge({
 *       owner: 'acme', repo: 'imports', now: () => new Date(),
 *       people: { ann: 'admin', bob: 'write', eve: 'read' },
 *       app,
 *       protection: { main: { requiredApprovals: 1, requiredChecks: [{ context: 'gate', app: 'import-bot' }] } },
 *       tagProtection: [{ pattern: 'v*', creators: ['import-bot[bot]'] }],
 *       environments: { staging: { branches: ['staging'], secrets: { DATABASE_URL }, variables: { APP_ID: String(app.id) } } },
 *       variables: {}, secrets: {},
 *       runner: { nodeModules: '/checkout/node_modules' },   // what `npm ci` links, see runner/npm.ts
 *     })
 *     await forge.import(folder)                            // all branches and tags of a local repository: no rule judges, no event follows
 *     git clone forge.repositoryUrl('ann')                  // the token is in the URL; `forge.tokens.ann` for your own use
 *     await forge.octokit('bob').rest.pulls.create({ owner, repo, head: 'topic', base: 'main', title: 'Add a client' })
 *     forge.schedule('.github/workflows/watch.yml', '17 5 * * *')
 *     await forge.settled()      // all events handled, all workflows ended; throws for what the runner does not model
 *     forge.runs                 // { name, event, conclusion, jobs: [{ id, conclusion, annotations, summary, log, outputs, steps }] }
 *     printRun(forge.runs[0])    // runner/print.ts: the run as indented lines
 *     forge.unmodelled           // API requests outside of the description or the model: assert that it is empty
 *
 * `apiUrl` and `url` are what GITHUB_API_URL and GITHUB_SERVER_URL hold. `app.id`, `app.clientId` and `app.privateKey` are for
 * `@octokit/auth-app` or, as secrets of an environment, for actions/create-github-app-token. Everything lies in one temporary folder,
 * removed at the end however this process ends, together with the processes of steps (guard.ts).
 */
import { mkdtemp } from 'node:fs/promises'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { getOctokit } from '@actions/github'
import { readDescription } from './api/description.ts'
import { handlers } from './api/handlers.ts'
import { ApiServer, apiRoot } from './api/server.ts'
import { createRepository } from './git/git.ts'
import { GitServer } from './git/http.ts'
import { type Guard, guardFolder } from './guard.ts'
import { EventQueue } from './queue.ts'
import { newMachine } from './runner/machine.ts'
import type { RunRecord } from './runner/record.ts'
import { Runner } from './runner/runner.ts'
import { type ForgeSettings, newWorld } from './settings.ts'
import type { Unmodelled, World } from './world.ts'

/** A running forge; disposing of it stops the server and removes its folder. */
export interface Forge extends AsyncDisposable {
  readonly url: string
  readonly apiUrl: string
  readonly world: World
  /** Each person's token, by login. */
  readonly tokens: Readonly<Record<string, string>>
  /** Every run of a workflow so far, oldest first. */
  readonly runs: readonly RunRecord[]
  readonly unmodelled: readonly Unmodelled[]
  repositoryUrl(login: string): string
  octokit(login: string): ReturnType<typeof getOctokit>
  /** Copies all branches and tags of a local repository into the forge, past every rule and without events: how a story begins. */
  import(folder: string): Promise<void>
  /** Runs what this cron line of this workflow starts, as if its time had come. */
  schedule(workflow: string, cron: string): void
  settled(): Promise<void>
}

export async function openForge(settings: ForgeSettings): Promise<Forge> {
  const folder = await mkdtemp(join(tmpdir(), 'forge-'))
  const guard = guardFolder(folder)
  const server = createServer()
  try {
    return await startForge(settings, { folder, guard, server })
  } catch (error) {
    await close(server, guard)
    throw error
  }
}

/** What a forge stands on. */
interface Ground {
  readonly folder: string
  readonly guard: Guard
  readonly server: Server
}

async function startForge(settings: ForgeSettings, { folder, guard, server }: Ground): Promise<Forge> {
  const environment = gitEnvironment(folder)
  const [git, description] = await Promise.all([
    createRepository(join(folder, 'repository.git'), environment),
    readDescription(),
    listen(server),
  ])
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const { world, personTokens } = newWorld(settings, url, git, (event) => queue.add(event))
  const runner = new Runner(world, await newMachine({ ...settings.runner, folder: join(folder, 'runner'), guard }))
  const queue: EventQueue = new EventQueue((event) => runner.handle(event))
  const api = new ApiServer(world, description, handlers)
  const gitServer = new GitServer(world, environment)
  await gitServer.installHook()
  server.on('request', (request, response) => {
    serve({ world, api, gitServer }, request, response).catch((error: unknown) => {
      world.unmodelled.push({ request: String(request.url), reason: String((error as Error).stack) })
      response.destroy()
    })
  })

  const apiUrl = `${url}${apiRoot}`
  return {
    url,
    apiUrl,
    world,
    tokens: personTokens,
    runs: runner.runs,
    unmodelled: world.unmodelled,
    repositoryUrl: (login) => `${url.replace('//', `//${login}:${personTokens[login]}@`)}/${world.owner}/${world.repo}.git`,
    octokit: (login) => getOctokit(personTokens[login]!, { baseUrl: apiUrl }),
    import: async (source) => void (await git.run('fetch', '--quiet', source, '+refs/heads/*:refs/heads/*', '+refs/tags/*:refs/tags/*')),
    schedule: (workflow, cron) => world.emit('schedule', { kind: 'person', login: world.owner }, { schedule: cron, workflow }),
    settled: () => queue.settled(),
    [Symbol.asyncDispose]: async () => {
      runner.stop()
      // What stopping broke off is nobody's failure.
      await queue.settled().catch(() => {})
      await close(server, guard)
    },
  }
}

/** What answers requests, by their path. */
interface Servers {
  readonly world: World
  readonly api: ApiServer
  readonly gitServer: GitServer
}

async function serve({ world, api, gitServer }: Servers, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { pathname } = new URL(request.url ?? '/', world.url)
  if (pathname.startsWith(`${apiRoot}/`)) return api.serve(request, response)
  if (gitServer.serves(pathname)) return gitServer.serve(request, response)
  const download = world.downloads.get(pathname.replace('/forge/download/', ''))
  if (download !== undefined) return void response.writeHead(200, { 'content-type': 'application/zip' }).end(download.zip)
  world.unmodelled.push({ request: `${request.method} ${pathname}`, reason: 'neither the API nor the repository' })
  response.writeHead(501).end('the forge serves its API and its repository only')
}

// Git must not read the settings of whoever runs this, nor ask a question.
function gitEnvironment(folder: string): Record<string, string> {
  return { PATH: process.env.PATH ?? '', HOME: folder, GIT_CONFIG_NOSYSTEM: '1', GIT_TERMINAL_PROMPT: '0', LANG: 'C.UTF-8' }
}

function listen(server: Server): Promise<void> {
  return new Promise((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve))
}

async function close(server: Server, guard: Guard): Promise<void> {
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
  await guard.release()
}
