import type { Format, HttpTransport } from '../../scripts/model/client.ts'
import { readSource, type SourceContext } from '../../scripts/source/read.ts'
import { aFeed } from '../support/build.ts'
import { collect } from './read-all.ts'

/** A list of one posting, as CSV. */
export const csv = 'id,title\n1,Boucher\n'

/** Begins reading a feed over HTTP. */
export function openHttp(http: HttpTransport, context: Partial<SourceContext> = {}, format: Format = { csv: {} }) {
  const feed = aFeed({
    source: { http, format },
    mapping: { id: 'id', title: 'title', url: { const: 'https://acme.example' } },
  })
  return readSource(feed, { root: '.', secrets: {}, privateHosts: ['127.0.0.1'], wait: async () => {}, ...context })
}

/** Reads a feed over HTTP to its end. */
export async function readHttp(http: HttpTransport, context: Partial<SourceContext> = {}, format?: Format) {
  return await collect(await openHttp(http, context, format))
}
