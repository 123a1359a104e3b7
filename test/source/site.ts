import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A web server on this machine, on a port of its own. */
export interface Site extends AsyncDisposable {
  readonly host: string
  readonly url: string
  /** The requests that came, oldest first. */
  readonly requests: readonly IncomingMessage[]
}

/** Serves with a handler until it is disposed of. */
export async function openSite(handle: (request: IncomingMessage, response: ServerResponse, attempt: number) => void): Promise<Site> {
  const requests: IncomingMessage[] = []
  const server: Server = createServer((request, response) => {
    requests.push(request)
    handle(request, response, requests.length)
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    host,
    url: `http://${host}/jobs.csv`,
    requests,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((closed) => server.close(closed))
    },
  }
}
