import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { applyOverlay } from '../../scripts/config/resolve.ts'
import { adviseLocal } from '../../scripts/sample/advise-local.ts'
import { aClient, aFeed } from '../support/build.ts'

const sampleByFeed = new Map([['jobs', 'clients/samples/acme/jobs.xml']])

describe('adviseLocal', () => {
  it('gives lines with which local reads the sample', () => {
    const advice = adviseLocal([aFeed()], sampleByFeed)

    const { environments } = parse(advice!.split('\n').slice(1).join('\n'))
    const { format } = aClient().feeds.jobs!.source
    expect(advice).toMatch(/^so that npm start reads the sample, too, write in the client file:\nenvironments:\n/)
    expect(applyOverlay({ ...aClient(), environments }, 'local').feeds.jobs).toMatchObject({
      source: { file: { path: 'clients/samples/acme/jobs.xml' }, format },
      expect: { postings: { min: 1 } },
    })
  })

  it.each([
    ['local reads a file already', [aFeed({ source: { file: { path: 'x' }, format: { csv: {} } } })]],
    ['the feed has no sample', [aFeed({ name: 'careers' })]],
    ['local has no such feed', []],
  ])('says nothing where %s', (_, feeds) => {
    expect(adviseLocal(feeds, sampleByFeed)).toBeUndefined()
  })
})
