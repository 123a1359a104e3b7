import { describe, expect, it } from 'vitest'
import { stringify } from 'yaml'
import { checkClients } from '../../scripts/config/check.ts'
import { parseClient } from '../../scripts/config/parse.ts'
import type { Client } from '../../scripts/model/client.ts'
import { aClient } from '../support/build.ts'

function found(clients: Readonly<Record<string, Client>>): string[] {
  const checked = checkClients(Object.entries(clients).map(([id, client]) => parseClient(stringify(client), `clients/${id}.yaml`)))
  return checked.ok ? [] : checked.problems.map(({ file, rule, path, message }) => `${file} ${rule} ${path.join('.')}: ${message}`)
}

describe('checkAcross', () => {
  it('finds a slug that several clients have, at each of them', () => {
    const problems = found({ acme: aClient(), other: aClient({ page: { language: 'fr', title: 'x', slug: 'acme' } }) })

    expect(problems).toEqual([
      'clients/acme.yaml pageSlugsAreUnique page.slug: "acme" is also the page of clients/other.yaml',
      'clients/other.yaml pageSlugsAreUnique page.slug: "acme" is also the page of clients/acme.yaml',
    ])
  })

  it('finds a slug that two clients have in one environment, where each says it', () => {
    const problems = found({ acme: aClient(), other: aClient({ environments: { staging: { page: { slug: 'acme' } } } }) })

    expect(problems).toEqual([
      'clients/acme.yaml pageSlugsAreUnique page.slug: "acme" is also the page of clients/other.yaml',
      'clients/other.yaml pageSlugsAreUnique environments.staging.page.slug: "acme" is also the page of clients/acme.yaml',
    ])
  })

  it('finds a request that several clients name, at each of them', () => {
    const problems = found({ acme: aClient({ request: 42 }), beta: aClient({ request: 42 }), other: aClient({ request: 7 }) })

    expect(problems).toEqual([
      'clients/acme.yaml requestsBelongToOneClient request: 42 is also the request of clients/beta.yaml',
      'clients/beta.yaml requestsBelongToOneClient request: 42 is also the request of clients/acme.yaml',
    ])
  })

  it('names one of the others where there are many', () => {
    const problems = found({ a: aClient({ request: 1 }), b: aClient({ request: 1 }), c: aClient({ request: 1 }) })

    expect(problems[2]).toContain('1 is also the request of clients/a.yaml and 1 more')
  })

  it('finds nothing in requests of their own, nor in files that have none yet', () => {
    expect(found({ acme: aClient({ request: 1 }), beta: aClient({ request: 2 }), gamma: aClient(), other: aClient() })).toEqual([])
  })
})
