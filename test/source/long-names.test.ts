import { describe, expect, it } from 'vitest'
import type { Format } from '../../scripts/model/client.ts'
import { readAll } from './read-all.ts'

const name = 'k'.repeat(1_000_000)
const xml: Format = { xml: { records: 'jobs.job' } }

describe('what a reader says of a source', () => {
  it.each<[string, Format, string]>([
    ['the names in a JSON document', { json: { records: 'jobs' } }, `{"${name}": 1}`],
    ['the root of an XML document', xml, `<${name}><a/></${name}>`],
    ['an element that may be meant', xml, `<jobs><${name}><a/></${name}><${name}><a/></${name}></jobs>`],
  ])('stays short, however long are %s', async (_, format, text) => {
    const error = await readAll(format, text).catch((thrown: Error) => thrown)

    expect(error).toMatchObject({ causeName: 'pathMissing', message: expect.stringMatching(/^acme\/jobs: no .{1,1010}$/) })
  })
})
