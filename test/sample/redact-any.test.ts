import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Format } from '../../scripts/model/client.ts'
import { takeSample } from '../../scripts/sample/take.ts'
import { readBytes } from '../../scripts/source/read.ts'
import { readAll } from '../source/read-all.ts'
import { aFeed } from '../support/build.ts'

// What formats, redaction and its own marks trip over.
const hostile =
  '\n|"|\\|@|a|É|.|0|7| |+33|-|&|&amp;|&#64;|&nbsp;|<|>|}|]|{|[|]]>|\'|a@b.fr|0612345678|tel:|;|,|%40|?contact=A%20B|record0|(at)|\u2028|👍|{"contact":"X"}'.split(
    '|',
  )
const text = fc.string({ unit: fc.constantFrom(...hostile), maxLength: 8 })
const job = fc.record({ title: text, contact: text, more: text, recruiter: fc.record({ name: text, number: fc.integer() }) })
const jobs = fc.array(job, { minLength: 1, maxLength: 4 })

interface Job {
  readonly title: string
  readonly contact: string
  readonly more: string
  readonly recruiter: { readonly name: string; readonly number: number }
}

function jsonOf(records: readonly Job[], around: string): string {
  const jobs = records.map((record, id) => ({ id, ...record }))
  return JSON.stringify({ contact: around, more: { [around]: around }, jobs, recruiter: around }, null, 1)
}

function xmlOf(records: readonly Job[], around: string): string {
  const escaped = (value: string) =>
    value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;').replaceAll("'", '&apos;')
  const jobs = records.map(
    ({ title, contact, more, recruiter: { name } }, id) =>
      `<job contact="${escaped(contact)}" more='${escaped(more)}'><id>${id}</id><title>${escaped(title)}</title><more><![CDATA[${more.replaceAll(']]>', '')}]]></more><recruiter><name>${escaped(name)}</name></recruiter></job>`,
  )
  return `<source more="${escaped(around)}"><contact>${escaped(around)}</contact><!-- ${around.replaceAll('-', '')} -->${jobs.join('\n')}</source>`
}

/** The names of what a record has, and of what kind it is: all that redaction leaves as it is. */
function formOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(formOf)
  if (typeof value !== 'object' || value === null) return typeof value
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, formOf(part)]))
}

describe('takeSample of any', () => {
  it.each<[string, Format, (records: readonly Job[], around: string) => string]>([
    ['JSON', { json: { records: 'jobs' } }, jsonOf],
    ['XML', { xml: { records: 'source.job' } }, xmlOf],
  ])('%s: leaves records of the same form, and no mail address', async (_, format, write) => {
    const mapping = { id: 'id', title: 'title', url: { const: 'https://acme.example/' } }
    const feed = aFeed({ source: { file: { path: 'jobs' }, format }, mapping })
    await fc.assert(
      fc.asyncProperty(jobs, text, async (records, around) => {
        const bytes = Buffer.from(write(records, around))

        const taken = await takeSample(feed, { ordinary: 9, open: async (listeners) => readBytes(feed, bytes, listeners) })

        const [sample, whole] = [await readAll(format, taken.bytes), await readAll(format, bytes)]
        const forms = whole.records.map(({ fields }) => JSON.stringify(formOf(fields)))
        expect(sample.records.length).toBe(taken.kept)
        expect(sample.records.filter(({ fields }) => !forms.includes(JSON.stringify(formOf(fields))))).toEqual([])
        expect(taken.bytes.toString()).not.toContain('a@b.fr')
      }),
      { numRuns: 150, seed: 7 },
    )
  })
})
