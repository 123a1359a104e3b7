import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { createAdaptorServer } from '@hono/node-server'
import { UsageError } from '../errors.ts'

/** A web service that takes requests until it is stopped. */
export interface Listening {
  /** Where it listens, for instance `http://127.0.0.1:8080`. */
  readonly url: string
  /** Takes no new request, lets those under way end within `graceMs`, then ends. */
  stop(graceMs: number): Promise<void>
}

/** Answers one request. */
export type Answer = (request: Request) => Response | Promise<Response>

/**
 * Answers HTTP requests on `host` and `port` (0 picks a free one), as `compose` says once the address is known: canonical links need it.
 * Rejects with a UsageError where the port cannot be had.
 */
export async function listen(at: { readonly host: string; readonly port: number }, compose: (url: string) => Answer): Promise<Listening> {
  const answers: Answer[] = []
  // No request is read before the code after `listening` has run, so there always is an answer.
  // HTTP/1.0, which health checks speak, needs no Host header, and a Request needs some host.
  const server = createAdaptorServer({ fetch: (request) => answers[0]!(request), hostname: 'localhost' })
  server.listen(at.port, at.host)
  try {
    await once(server, 'listening')
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    if (code === 'EADDRINUSE') {
      throw new UsageError(
        `port ${at.port} of ${at.host} is taken, perhaps as these pages are served there already: choose another with --port, or --port 0 for any that is free`,
      )
    }
    if (code === 'EACCES') throw new UsageError(`port ${at.port} needs more rights than this user has: choose one from 1024 on`)
    throw error
  }
  const { port } = server.address() as AddressInfo
  const url = `http://${at.host.includes(':') ? `[${at.host}]` : at.host}:${port}`
  answers.push(compose(url))
  return {
    url,
    async stop(graceMs) {
      const closed = once(server, 'close')
      server.close()
      if ('closeIdleConnections' in server) server.closeIdleConnections()
      const timer = setTimeout(() => 'closeAllConnections' in server && server.closeAllConnections(), graceMs)
      await closed
      clearTimeout(timer)
    },
  }
}
