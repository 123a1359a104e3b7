import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { identify } from '../api/identify.ts'
import { Refusal } from '../api/operation.ts'
import { isGranted } from '../rules/permissions.ts'
import type { RefUpdate } from '../rules/ref-rules.ts'
import type { Identity, World } from '../world.ts'
import { announceUpdates, judgeUpdates } from './refs.ts'

/** Where the pre-receive hook asks; only pushes that are under way are answered. */
const hookPath = '/forge/pre-receive/'

/** Serves the repository's smart HTTP through `git http-backend`, with a token per person and the rules on every push. */
export class GitServer {
  readonly #world: World
  readonly #environment: Readonly<Record<string, string>>
  readonly #pushes = new Map<string, { readonly identity: Identity; updates: readonly RefUpdate[] }>()

  constructor(world: World, environment: Readonly<Record<string, string>>) {
    this.#world = world
    this.#environment = environment
  }

  /** Puts the hook into the repository: it hands the updates to this server and prints the answer. */
  async installHook(): Promise<void> {
    const { directory } = this.#world.git
    const script = [
      `const updates = require('node:fs').readFileSync(0, 'utf8')`,
      `const names = ['GIT_QUARANTINE_PATH', 'GIT_OBJECT_DIRECTORY', 'GIT_ALTERNATE_OBJECT_DIRECTORIES']`,
      `const environment = Object.fromEntries(names.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])))`,
      `const options = { method: 'POST', body: JSON.stringify({ updates, environment }) }`,
      `fetch('${this.#world.url}${hookPath}' + process.env.FORGE_PUSH, options).then(async (answer) => {`,
      `  console.error(await answer.text())`,
      `  process.exitCode = answer.ok ? 0 : 1`,
      `})`,
    ]
    await writeFile(`${directory}/forge-pre-receive.cjs`, script.join('\n'))
    const hook = `#!/bin/sh\nexec "${process.execPath}" "${directory}/forge-pre-receive.cjs"\n`
    await this.#world.git.run('config', 'core.hooksPath', `${directory}/hooks`)
    await mkdir(`${directory}/hooks`, { recursive: true })
    await writeFile(`${directory}/hooks/pre-receive`, hook, { mode: 0o755 })
  }

  /** Whether the path is the repository's, or the hook's own. */
  serves(pathname: string): boolean {
    return pathname.startsWith(`/${this.#world.owner}/${this.#world.repo}.git/`) || this.#isBare(pathname) || pathname.startsWith(hookPath)
  }

  // GitHub serves clones with and without the `.git` ending; actions/checkout uses the one without.
  #isBare(pathname: string): boolean {
    return new RegExp(`^/${this.#world.owner}/${this.#world.repo}/(info/refs|git-(upload|receive)-pack)$`).test(pathname)
  }

  async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', this.#world.url)
    if (url.pathname.startsWith(hookPath)) return this.#answerHook(url.pathname.slice(hookPath.length), request, response)
    try {
      const identity = identify(this.#world, request.headers.authorization)
      const isPush = url.pathname.endsWith('/git-receive-pack') || url.searchParams.get('service') === 'git-receive-pack'
      this.#checkRights(identity, isPush)
      await this.#runBackend(url, request, response, isPush ? identity : undefined)
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      const challenge = error.status === 401 ? { 'www-authenticate': 'Basic realm="GitHub"' } : {}
      response.writeHead(error.status, { 'content-type': 'text/plain', ...challenge }).end(`${error.message}\n`)
    }
  }

  #checkRights(identity: Identity, isPush: boolean): void {
    const operation = isPush ? 'git/update-ref' : 'git/get-ref'
    if (identity.kind === 'app-jwt') throw new Refusal(401, 'Bad credentials')
    const isAllowed =
      identity.kind === 'person' ? !isPush || this.#world.people.get(identity.login) !== 'read' : isGranted(operation, identity.permissions)
    if (!isAllowed) throw new Refusal(403, `Permission to ${this.#world.owner}/${this.#world.repo}.git denied to ${identity.login}.`)
  }

  async #runBackend(url: URL, request: IncomingMessage, response: ServerResponse, pusher: Identity | undefined): Promise<void> {
    const push = randomUUID()
    if (pusher !== undefined) this.#pushes.set(push, { identity: pusher, updates: [] })
    const prefix = `/${this.#world.owner}/${this.#world.repo}`
    const rest = url.pathname.slice(prefix.length).replace(/^\.git/, '')
    const child = spawn('git', ['http-backend'], {
      env: {
        ...this.#environment,
        GIT_PROJECT_ROOT: this.#world.git.directory,
        GIT_HTTP_EXPORT_ALL: '1',
        PATH_INFO: rest,
        QUERY_STRING: url.search.slice(1),
        REQUEST_METHOD: request.method ?? 'GET',
        CONTENT_TYPE: request.headers['content-type'] ?? '',
        REMOTE_USER: pusher?.login ?? 'reader',
        REMOTE_ADDR: '127.0.0.1',
        FORGE_PUSH: push,
        ...(request.headers['content-encoding'] === undefined ? {} : { HTTP_CONTENT_ENCODING: request.headers['content-encoding'] }),
        ...(request.headers['git-protocol'] === undefined ? {} : { GIT_PROTOCOL: String(request.headers['git-protocol']) }),
      },
      stdio: ['pipe', 'pipe', 'ignore'],
    })
    child.stdin.on('error', () => {}) // The backend may answer, and close, before it has read a refused request to its end.
    request.pipe(child.stdin)
    const chunks: Buffer[] = []
    for await (const chunk of child.stdout) chunks.push(chunk as Buffer)
    if (pusher !== undefined) await this.#finishPush(push)
    sendCgi(response, Buffer.concat(chunks))
  }

  // The pusher hears of success only after the events are queued, so that whoever then waits for quiet waits for them.
  async #finishPush(id: string): Promise<void> {
    const { identity, updates } = this.#pushes.get(id)!
    this.#pushes.delete(id)
    const moved: RefUpdate[] = []
    for (const update of updates) {
      const now = (await this.#world.git.resolve(update.ref, 'object')) ?? '0'.repeat(40)
      if (now === update.to) moved.push(update)
    }
    await announceUpdates(this.#world, identity, moved)
  }

  async #answerHook(id: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const push = this.#pushes.get(id)
    if (push === undefined) return void response.writeHead(404).end('no such push')
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const { updates: text, environment } = JSON.parse(Buffer.concat(chunks).toString('utf8')) as {
      updates: string
      environment: Record<string, string>
    }
    push.updates = text
      .trim()
      .split('\n')
      .map((line) => {
        const [from = '', to = '', ref = ''] = line.split(' ')
        return { ref, from, to }
      })
    const refusals = await judgeUpdates(this.#world, this.#world.git.within(environment), push.identity, push.updates)
    if (refusals.length > 0) push.updates = []
    response.writeHead(refusals.length === 0 ? 200 : 403, { 'content-type': 'text/plain' }).end(refusals.join('\n'))
  }
}

// A CGI answer is headers, an empty line and the body; `Status:` stands for the status line (RFC 3875, section 6.3.3).
function sendCgi(response: ServerResponse, output: Buffer): void {
  const end = output.indexOf('\r\n\r\n')
  const headers = output
    .subarray(0, end)
    .toString('latin1')
    .split('\r\n')
    .map((line) => line.split(/:\s*/, 2) as [string, string])
  const status = headers.find(([name]) => name.toLowerCase() === 'status')?.[1]
  response.writeHead(Number.parseInt(status ?? '200', 10), Object.fromEntries(headers.filter(([name]) => name.toLowerCase() !== 'status')))
  response.end(output.subarray(end + 4))
}
