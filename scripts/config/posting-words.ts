import { readFileSync } from 'node:fs'

interface PostingSchema {
  readonly properties: Readonly<
    Record<string, { readonly type?: string; readonly enum?: readonly string[]; readonly items?: { readonly enum?: readonly string[] } }>
  >
}

let known: Readonly<Record<string, readonly string[]>> | undefined

/** The properties of a posting that have a closed list of words, with the words: from schemas/job-posting.schema.json. */
export function postingWords(): Readonly<Record<string, readonly string[]>> {
  known ??= readWords()
  return known
}

function readWords(): Readonly<Record<string, readonly string[]>> {
  const schema = JSON.parse(readFileSync(new URL('../../schemas/job-posting.schema.json', import.meta.url), 'utf8')) as PostingSchema
  return Object.fromEntries(
    Object.entries(schema.properties).flatMap(([property, { type, enum: own, items }]) => {
      const words = type === 'boolean' ? ['true', 'false'] : (own ?? items?.enum)
      return words === undefined ? [] : [[property, words]]
    }),
  )
}
