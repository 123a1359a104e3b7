import { describe, expect, it } from 'vitest'
import { stringify } from 'yaml'
import { checkClients } from '../../scripts/config/check.ts'
import { parseClient } from '../../scripts/config/parse.ts'
import { aClient, aFeedDefinition } from '../support/build.ts'

const url = 'https://feeds.acme.example/'

function found(headers: Readonly<Record<string, string>>): readonly string[] {
  const client = aClient({ feeds: { jobs: aFeedDefinition({ source: { http: { url, headers }, format: { csv: {} } } }) } })
  const checked = checkClients([parseClient(stringify(client), 'clients/acme.yaml')])
  return checked.ok ? [] : checked.problems.map(({ rule, path }) => `${rule} ${path.at(-1)}`)
}

describe('headersCanBeSent', () => {
  it.each(['application/xml', 'text/xml;q=0.9, */*', 'tab\there', 'café', ''])('passes %j', (value) => {
    expect(found({ Accept: value, Connection: 'close', Host: 'acme.example' })).toEqual([])
  })

  it.each([
    ['X-Note', 'two\nlines'],
    ['X-Note', '日本'],
    ['X-Note', '5 €'],
    ['Transfer-Encoding', 'chunked'],
    ['content-length', '0'],
    ['Expect', '100-continue'],
  ])('refuses %s: %j, with which no request leaves', (name, value) => {
    expect(found({ [name]: value })).toEqual([`headersCanBeSent ${name}`])
  })
})
