import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gateCheck } from '../../scripts/github/review.ts'
import { startLocalPostgres } from '../../scripts/store/local-postgres.ts'
import { newApp } from '../forge/app.ts'
import { type Forge, openForge } from '../forge/forge.ts'
import { guardFolder } from '../forge/guard.ts'
import { app, borealisFile, bot, owner, type Person, people, repo, teamFile } from './cast.ts'
import { openEnvironment, type RunningEnvironment } from './environment.ts'
import { type FeedServer, openFeedServer } from './feed-server.ts'
import { cloneInto, type Folder, newRepository } from './folder.ts'

/** Everything on which the story is played. */
export interface Stage extends AsyncDisposable {
  readonly forge: Forge
  readonly feeds: FeedServer
  readonly staging: RunningEnvironment
  readonly production: RunningEnvironment
  /** The folder that holds clones and logs. */
  readonly folder: string
  /** The product's checkout, at main. */
  readonly product: Folder
  /** Variables for verbs that are run by hand. */
  readonly variables: Readonly<Record<string, string | undefined>>
  /** A fresh clone by one person. */
  clone(person: Person): Promise<Folder>
}

/** What the opening of a stage depends on. */
export interface StageOptions {
  /** This checkout's root. */
  readonly checkout: string
  /** The commit that is played. */
  readonly ref: string
  readonly variables: Readonly<Record<string, string | undefined>>
  /** Told each line of the workflows' logs. */
  readonly onLine: (line: string) => void
  /** Leave the folder for people to look at. */
  readonly isKept: boolean
}

/** Sets the stage: PostgreSQL with two environments, the clients' servers, the repository on the forge. All of it ends when disposed of. */
export async function openStage({ checkout, ref, variables, onLine, isKept }: StageOptions): Promise<Stage> {
  await using stack = new AsyncDisposableStack()
  const folder = await mkdtemp(join(tmpdir(), 'client-imports-rehearsal-'))
  // However this process ends: what it started ends too, and the folder goes, unless people want to look at it.
  const guard = guardFolder(isKept ? join(folder, 'guarded') : folder)
  stack.defer(() => {
    guard.forget()
    return guard.release()
  })
  const [server, feeds] = await Promise.all([startLocalPostgres({ temporary: true }), openFeedServer()])
  stack.use(server)
  stack.use(feeds)
  const files = { '.github/team.yml': teamFile, 'clients/borealis.yaml': borealisFile(feeds.url, 'Work with Borealis') }
  const product = await newRepository(join(folder, 'product'), { checkout, ref }, files)
  // Staging is ahead by a change that nobody has signed off.
  await product.git('switch', '--quiet', '--create', 'staging')
  await product.write('clients/borealis.yaml', borealisFile(feeds.url, 'Come to Borealis'))
  await product.git('commit', '--quiet', '--all', '--message', 'borealis: new title')
  await product.git('switch', '--quiet', 'main')

  const own = { ...inherited(variables), FEED_PRIVATE_HOSTS: feeds.host, ...quickStart(folder) }
  const ground = { serverUrl: server.url, variables: own, product: product.path, folder, guard }
  const staging = stack.use(await openEnvironment('staging', ground))
  const production = stack.use(await openEnvironment('production', ground))
  const forge = stack.use(
    await openForge(
      forgeSettings({ staging, production, checkout, onLine, environment: { FEED_PRIVATE_HOSTS: feeds.host, ...quickStart(folder) } }),
    ),
  )
  await forge.import(product.path)
  const parts = stack.move()
  return {
    ...{ forge, feeds, staging, production, folder, product, variables: own },
    clone: (person) => cloneInto(join(folder, person), forge.repositoryUrl(person), person),
    [Symbol.asyncDispose]: () => parts.disposeAsync(),
  }
}

/** Nothing of a surrounding workflow, test runner or database must reach the story. */
function inherited({ PATH, HOME, LANG, TMPDIR }: StageOptions['variables']): Record<string, string | undefined> {
  return { PATH, HOME, LANG, ...(TMPDIR === undefined ? {} : { TMPDIR }) }
}

// A hundred processes load the same modules: compiled once, they start in half the time.
function quickStart(folder: string): Record<string, string> {
  return { NODE_COMPILE_CACHE: join(folder, 'compiled') }
}

interface ForgeNeeds extends Pick<StageOptions, 'checkout' | 'onLine'> {
  readonly staging: RunningEnvironment
  readonly production: RunningEnvironment
  readonly environment: Readonly<Record<string, string>>
}

/** The repository as an administrator sets it up on GitHub: rules, environments, App. */
function forgeSettings({ staging, production, checkout, onLine, environment }: ForgeNeeds): Parameters<typeof openForge>[0] {
  const required = {
    requiredChecks: [
      { context: 'check', app: 'github-actions' },
      { context: gateCheck, app },
    ],
  }
  const installed = newApp({
    slug: app,
    permissions: { contents: 'write', checks: 'write', issues: 'write', pull_requests: 'write', workflows: 'write' },
  })
  const key = { APP_ID: String(installed.id), APP_PRIVATE_KEY: installed.privateKey }
  const values = ({ databaseUrl, webUrl }: RunningEnvironment) => ({
    secrets: { ...key, DATABASE_URL: databaseUrl },
    variables: { WEB_URL: webUrl },
  })
  return {
    owner,
    repo,
    people,
    now: () => new Date(),
    app: installed,
    protection: { main: required, staging: required },
    // Only the App should be on this list: Rita is, so that the workflow's own check of a tag is seen.
    tagProtection: [{ pattern: 'v*', creators: [bot, 'rita'] }],
    environments: {
      gate: { branches: ['main'], secrets: key },
      promotion: { branches: ['main'], secrets: key },
      release: { branches: ['main'], secrets: key },
      staging: { branches: ['staging'], ...values(staging) },
      production: { tags: ['v*'], ...values(production) },
    },
    runner: { nodeModules: join(checkout, 'node_modules'), environment, onLine },
  }
}
