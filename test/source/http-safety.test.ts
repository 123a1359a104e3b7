import { describe, expect, it } from 'vitest'
import { csv, readHttp } from './read-http.ts'
import { openSite } from './site.ts'

describe('readSource along redirects', () => {
  it('follows them', async () => {
    await using site = await openSite((request, response) => {
      if (request.url === '/jobs.csv') response.writeHead(302, { location: '/new.csv' }).end()
      else response.end(csv)
    })

    const { records } = await readHttp({ url: site.url })

    expect(records).toHaveLength(1)
  })

  it('follows one whose address is written in bytes of UTF-8', async () => {
    await using site = await openSite((request, response) => {
      if (request.url === '/jobs.csv') response.writeHead(302, { location: Buffer.from('/développeur.csv').toString('latin1') }).end()
      else response.end(csv)
    })

    await readHttp({ url: site.url })

    expect(site.requests[1]?.url).toBe('/d%C3%A9veloppeur.csv')
  })

  it('takes the name of a site to its own host only', async () => {
    await using other = await openSite((_request, response) => response.end(csv))
    await using site = await openSite((request, response) => {
      response.writeHead(302, { location: request.url === '/jobs.csv' ? '/again' : other.url }).end()
    })

    await readHttp({ url: site.url, headers: { Host: 'jobs.acme.example', 'X-Version': '2' } })

    expect(site.requests.map(({ headers }) => headers.host)).toEqual(['jobs.acme.example', 'jobs.acme.example'])
    expect(other.requests.map(({ headers }) => [headers.host, headers['x-version']])).toEqual([[other.host, '2']])
  })

  it('gives up after five', async () => {
    await using site = await openSite((_request, response) => response.writeHead(302, { location: '/again' }).end())

    const reading = readHttp({ url: site.url })

    await expect(reading).rejects.toMatchObject({ causeName: 'refused' })
    expect(site.requests).toHaveLength(6)
  })

  it('refuses one that leaves the web', async () => {
    await using site = await openSite((_request, response) => response.writeHead(302, { location: 'file:///etc/passwd' }).end())

    const reading = readHttp({ url: site.url })

    await expect(reading).rejects.toMatchObject({ causeName: 'refused' })
  })

  it('refuses one that leads to a private address', async () => {
    await using inside = await openSite((_request, response) => response.end('id,title\n1,secret\n'))
    await using site = await openSite((_request, response) => response.writeHead(302, { location: inside.url }).end())

    const reading = readHttp({ url: site.url }, { privateHosts: [site.host] })

    await expect(reading).rejects.toMatchObject({
      causeName: 'privateAddress',
      message: expect.stringMatching(/leads to 127\.0\.0\.1, which is not public: .*FEED_PRIVATE_HOSTS$/),
    })
    expect(inside.requests).toHaveLength(0)
  })
})

describe('readSource at a private address', () => {
  it.each(['127.0.0.1', 'localhost', '[::ffff:127.0.0.1]', '0x7f000001', '2130706433'])('does not connect to %s', async (name) => {
    await using site = await openSite((_request, response) => response.end(csv))

    const reading = readHttp({ url: site.url.replace('127.0.0.1', name) }, { privateHosts: [] })

    await expect(reading).rejects.toMatchObject({ causeName: 'privateAddress' })
    expect(site.requests).toHaveLength(0)
  })
})

describe('readSource with a secret', () => {
  const auth = { bearer: { secret: 'ACME_TOKEN' } }

  it.each([
    ['a bearer token', auth, { authorization: 'Bearer s3cret' }],
    ['a password', { basic: { username: 'acmé', password: { secret: 'ACME_TOKEN' } } }, { authorization: 'Basic YWNtw6k6czNjcmV0' }],
    ['a header', { header: { name: 'X-Api-Key', value: { secret: 'ACME_TOKEN' } } }, { 'x-api-key': 's3cret' }],
  ])('sends %s to its host', async (_what, sent, expected) => {
    await using site = await openSite((_request, response) => response.end(csv))

    await readHttp({ url: site.url, auth: sent }, { secrets: { ACME_TOKEN: 's3cret', ACME_TOKEN_HOST: site.host } })

    expect(site.requests[0]?.headers).toMatchObject(expected)
  })

  it.each([
    ['is not stored', { ACME_TOKEN_HOST: '127.0.0.1' }],
    ['has no host', { ACME_TOKEN: 's3cret' }],
    ['belongs to another host', { ACME_TOKEN: 's3cret', ACME_TOKEN_HOST: 'feeds.acme.example' }],
    ['belongs to another port', { ACME_TOKEN: 's3cret', ACME_TOKEN_HOST: '127.0.0.1' }],
    ['holds a line break', { ACME_TOKEN: 's3cret\r\nx: y', ACME_TOKEN_HOST: 'HOST' }],
  ])('sends nothing where the secret %s', async (_what, stored) => {
    await using site = await openSite((_request, response) => response.end(csv))
    const secrets = 'ACME_TOKEN_HOST' in stored && stored.ACME_TOKEN_HOST === 'HOST' ? { ...stored, ACME_TOKEN_HOST: site.host } : stored

    const error = await readHttp({ url: site.url, auth }, { secrets }).catch((caught) => caught)

    expect(error).toMatchObject({ name: 'SourceError', causeName: 'secretMissing' })
    expect(error.message).not.toContain('s3cret')
    expect(site.requests).toHaveLength(0)
  })

  it('does not take it along to another host, nor from there back', async () => {
    await using other = await openSite((_request, response) => response.writeHead(302, { location: `http://${site.host}/back` }).end())
    await using site = await openSite((request, response) => {
      if (request.url === '/back') response.end(csv)
      else response.writeHead(302, { location: other.url }).end()
    })

    await readHttp({ url: site.url, auth }, { secrets: { ACME_TOKEN: 's3cret', ACME_TOKEN_HOST: site.host } })

    expect(site.requests.map(({ headers }) => headers.authorization)).toEqual(['Bearer s3cret', undefined])
    expect(other.requests.map(({ headers }) => headers.authorization)).toEqual([undefined])
  })
})
