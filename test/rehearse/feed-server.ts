import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** The clients' own servers: `host` is their address, as FEED_PRIVATE_HOSTS wants it. */
export interface FeedServer extends AsyncDisposable {
  readonly url: string
  readonly host: string
}

/** How many postings Acme publishes, and Borealis. */
export const acmePostings = 12
export const borealisPostings = 3

/** Serves the feeds of the story's clients. */
export async function openFeedServer(): Promise<FeedServer> {
  const server = createServer((request, response) => {
    if (request.url === '/acme/jobs.xml') response.writeHead(200, { 'content-type': 'application/xml' }).end(acmeFeed())
    else if (request.url === '/borealis/jobs.json') response.writeHead(200, { 'content-type': 'application/json' }).end(borealisFeed())
    else response.writeHead(404).end()
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    url: `http://${host}`,
    host,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

function acmeFeed(): string {
  const towns = ['Lyon', 'Paris', 'Lille']
  const jobs = Array.from({ length: acmePostings }, (_, index) => {
    const number = index + 1
    const type = number % 3 === 0 ? 'parttime' : 'fulltime'
    return `<job><referencenumber>A-${number}</referencenumber><title><![CDATA[Boulanger ${number} & pâtissier]]></title>
<url>https://www.acme.example/emplois/${number}</url><city>${towns[index % towns.length]}</city><jobtype>${type}</jobtype>
<description><![CDATA[<p>Vous travaillez <strong>tôt</strong> le matin.</p>]]></description></job>`
  })
  return `<?xml version="1.0" encoding="utf-8"?>\n<source>\n${jobs.join('\n')}\n</source>\n`
}

function borealisFeed(): string {
  const jobs = Array.from({ length: borealisPostings }, (_, index) => ({
    id: index + 1,
    title: `Guide ${index + 1}`,
    url: `https://borealis.example/${index + 1}`,
  }))
  return JSON.stringify({ jobs })
}
