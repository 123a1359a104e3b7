import type { Cause } from './model/cause.ts'
import { pathFault } from './model/path-fault.ts'
import { shortened } from './model/shortened.ts'

// It goes into logs, the database and comments, and may tell names that the source made up.
const longestMessage = 1_000

/**
 * The client's server failed us, or sent what cannot be read: never our bug. `causeName` is one of the causes (model/cause.ts), which say what to do;
 * `cause`, as of every Error, is what was thrown before.
 */
export class SourceError extends Error {
  override readonly name = 'SourceError'
  readonly feed: string
  readonly causeName: Cause
  readonly status: number | undefined

  constructor(feed: string, causeName: Cause, message: string, options: { status?: number; cause?: unknown } = {}) {
    super(`${feed}: ${shortened(message, longestMessage)}`, { cause: options.cause })
    this.feed = feed
    this.causeName = causeName
    this.status = options.status
  }
}

/** PostgreSQL refused or was out of reach; `message` names the fix where one is known. */
export class StoreError extends Error {
  override readonly name = 'StoreError'
}

/** The machine that we run on failed us: no room, or no leave, for what we keep for a while. */
export class MachineError extends Error {
  override readonly name = 'MachineError'
}

/** A service of ours ended by itself; `message` has its last words and where its log is. */
export class ServiceError extends Error {
  override readonly name = 'ServiceError'
}

/** GitHub's REST API answered other than promised. */
export class GitHubError extends Error {
  override readonly name = 'GitHubError'
  readonly status: number | undefined

  constructor(message: string, options: { status?: number; cause?: unknown } = {}) {
    super(message, { cause: options.cause })
    this.status = options.status
  }
}

/** The person at the terminal asked for what cannot be done: the message says what to do instead, and no stack is shown. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

/**
 * Throws UsageError where `error` is that the operating system did not let a path that a person named be read or written, otherwise `error`
 * itself. `whenAbsent` says what is missing where that is not the path itself.
 */
export function refuseNamedPath(path: string, done: 'read' | 'written', error: unknown, whenAbsent?: string): never {
  const isAbsent = (error as NodeJS.ErrnoException).code === 'ENOENT'
  const fault = (isAbsent ? whenAbsent : undefined) ?? pathFault(error)
  if (fault === undefined) throw error
  throw new UsageError(`${path.replaceAll('\0', '\\0')} cannot be ${done}: ${fault}`)
}
