import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { pipeline } from 'node:stream'

/** A host on this machine that answers every request with one file, as it is at that moment. */
export interface FileHost extends AsyncDisposable {
  readonly url: string
}

/** Serves a file over http on a free port of 127.0.0.1. */
export async function serveFile(path: string): Promise<FileHost> {
  const server = createServer(async (_, response) => {
    const { size } = await stat(path)
    response.writeHead(200, { 'content-type': 'application/xml', 'content-length': size })
    // Whoever hangs up ends the reading of the file as well.
    pipeline(createReadStream(path, { highWaterMark: 262_144 }), response, () => {})
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/feed.xml`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
