import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { judgeFiles } from '../scripts/clients/judge-files.ts'
import { crossRules } from '../scripts/config/cross-rules.ts'
import { formatText } from '../scripts/config/format.ts'
import { listClientFiles } from '../scripts/config/read.ts'
import { postingMarks, renderReference, replaceBetween } from '../scripts/config/reference.ts'
import { rules } from '../scripts/config/rules.ts'
import { compileTransform } from '../scripts/mapping/chain.ts'
import { Expressions } from '../scripts/mapping/expressions.ts'

const files = await listClientFiles('.')
const document = readFileSync('clients/README.md', 'utf8')

describe('client files', () => {
  it.each(files)('%s has no problem', async (file) => {
    expect(await judgeFiles('.', [file])).toEqual([])
  })

  it.each(files)('%s is in canonical form (else: npm run format)', (file) => {
    const text = readFileSync(file, 'utf8')

    expect(formatText(text)).toEqual({ ok: true, text })
  })

  it('have no problem between them', async () => {
    expect(await judgeFiles('.', files)).toEqual([])
  })
})

describe('clients/README.md', () => {
  const row = /^\| `(?<transform>.+?)` \| `(?<record>\{.*?\})` \| (?:`(?<gives>.+?)`|nothing) \|$/gm
  const examples = [...document.matchAll(row)].map(({ groups }) => groups as { transform: string; record: string; gives?: string })

  it('shows transforms', () => {
    expect(examples.length).toBeGreaterThanOrEqual(20)
  })

  it.each(examples)('tells what $transform gives', async ({ transform, record, gives }) => {
    // A path in brackets reads as a list: in a file it stands in quotes.
    const read = transform.startsWith('["') ? transform : parse(transform)

    const fields = JSON.parse(record)
    const expressions = new Expressions()
    const apply = compileTransform(read, expressions)

    await expressions.evaluate([fields])
    const value = apply(fields, () => {})

    expect(value).toEqual(gives === undefined ? undefined : JSON.parse(gives))
  })

  it('names every rule', () => {
    expect([...rules, ...crossRules].map(({ name }) => name).filter((name) => !document.includes(`\`${name}\``))).toEqual([])
  })

  it('holds the reference of postings that the schema gives (else: npm run generate)', () => {
    const schema = JSON.parse(readFileSync('schemas/job-posting.schema.json', 'utf8'))

    expect(document).toBe(replaceBetween(postingMarks, document, renderReference(schema, 'the posting')))
  })
})
