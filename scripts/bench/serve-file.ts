import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { pipeline } from 'node:stream'

/** A host on this machine that answers every request with one file, as it is at that moment. */
export interface FileHost extends AsyncDisposable {
  readonly url: string
  /** Whether it answers a conditional request with 304, rather than with the same bytes as many hosts do. Not to begin with. */
  isConditional: boolean
}

/** Serves a file over http on a free port of 127.0.0.1. */
export async function serveFile(path: string): Promise<FileHost> {
  const server = createServer(async ({ headers }, response) => {
    const { size, mtimeMs } = await stat(path)
    const etag = `"${size}-${mtimeMs}"`
    if (host.isConditional && headers['if-none-match'] === etag) {
      response.writeHead(304, { etag }).end()
      return
    }
    response.writeHead(200, { 'content-type': 'application/xml', 'content-length': size, etag })
    // Whoever hangs up ends the reading of the file as well.
    pipeline(createReadStream(path, { highWaterMark: 262_144 }), response, () => {})
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const host: FileHost = {
    isConditional: false,
    url: `http://127.0.0.1:${port}/feed.xml`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
  return host
}
