import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { clientMarks, renderReference, replaceBetween } from '../../scripts/config/reference.ts'
import { generatedTypes, renderTypes } from '../../scripts/config/types.ts'

describe('generated types', () => {
  it.each(generatedTypes)('$types is what $schema gives (else: npm run generate)', async ({ schema, types }) => {
    const rendered = await renderTypes(JSON.parse(readFileSync(schema, 'utf8')), schema)

    expect(readFileSync(types, 'utf8')).toBe(rendered)
  })
})

interface Described {
  readonly description?: string
  readonly examples?: readonly unknown[]
  readonly properties?: Readonly<Record<string, Described>>
}

describe('schemas', () => {
  it.each(generatedTypes)('describes every property of $schema and gives an example', ({ schema }) => {
    const undescribed: string[] = []
    const visit = (node: unknown, path: string): void => {
      if (typeof node !== 'object' || node === null) return
      for (const [name, property] of Object.entries((node as Described).properties ?? {})) {
        const target = followed(property, schema)
        if ((property.description ?? target.description) === undefined || (property.examples ?? target.examples) === undefined)
          undescribed.push(`${path}.${name}`)
      }
      for (const [key, child] of Object.entries(node)) if (key !== 'examples') visit(child, `${path}.${key}`)
    }

    visit(JSON.parse(readFileSync(schema, 'utf8')), '')

    expect(undescribed).toEqual([])
  })
})

function followed(property: Described & { $ref?: string }, schema: string): Described {
  if (property.$ref === undefined) return property
  return JSON.parse(readFileSync(schema, 'utf8')).definitions[property.$ref.replace('#/definitions/', '')]
}

describe('clients/README.md', () => {
  it('holds the reference that the schema gives (else: npm run generate)', () => {
    const document = readFileSync('clients/README.md', 'utf8')
    const schema = JSON.parse(readFileSync('schemas/client.schema.json', 'utf8'))

    expect(document).toBe(replaceBetween(clientMarks, document, renderReference(schema, 'the client file')))
  })
})
