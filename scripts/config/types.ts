import { compile, type JSONSchema } from 'json-schema-to-typescript'

/** Which schema gives which file of types. */
export const generatedTypes = [
  { schema: 'schemas/client.schema.json', types: 'scripts/model/client.ts' },
  { schema: 'schemas/job-posting.schema.json', types: 'scripts/model/posting.ts' },
  { schema: 'schemas/team.schema.json', types: 'scripts/model/team.ts' },
] as const

/** TypeScript for one JSON Schema (draft 7), formatted as the linter wants it: what is committed must be exactly this. */
export async function renderTypes(schema: Record<string, unknown>, from: string): Promise<string> {
  const text = await compile(typesOnly(schema) as JSONSchema, String(schema.title), {
    additionalProperties: false,
    bannerComment: `// Generated from ${from} by \`npm run generate\`: change the schema, not this file.`,
    ignoreMinAndMaxItems: true,
    style: { singleQuote: true, semi: false, printWidth: 140, trailingComma: 'all' },
  })
  return text.replaceAll(/\[k: string\]: /g, 'readonly [k: string]: ').replaceAll(/^( +)(\w+\??: )/gm, '$1readonly $2')
}

/**
 * The part of a schema that TypeScript can say. Constraints between properties (`oneOf` of `required`) would become intersections with
 * an open object, and a description beside a `$ref` would make a second type of the same shape.
 */
function typesOnly(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(typesOnly)
  if (typeof schema !== 'object' || schema === null) return schema
  if ('$ref' in schema) return { $ref: schema.$ref }
  // A property or a definition may be called "pattern" too; then its value is a schema.
  const isDropped = (key: string, value: unknown) =>
    ['oneOf', 'examples', 'propertyNames'].includes(key) || (key === 'pattern' && typeof value === 'string')
  const kept = Object.entries(schema).filter(([key, value]) => !isDropped(key, value))
  return Object.fromEntries(kept.map(([key, value]) => [key, typesOnly(value)]))
}
