import type { PostingFilter } from '../model/showing.ts'

/** SQL for a place in one word, where `place` is an element of a posting's `location`; page/places.ts says the same. */
export const placeName = `coalesce(place->>'city', place->>'text', place->>'region', place->>'country')`

// Without case and accents: NFD parts letters from their marks (Unicode, UAX 15), which are dropped. Part of PostgreSQL itself, unlike unaccent.
const fold = (sql: string) => `regexp_replace(normalize(lower(${sql}), NFD), '[\\u0300-\\u036f]', '', 'g')`

/** A query in SQL and the parameters that go with it. */
export interface Query {
  readonly sql: string
  readonly parameters: readonly unknown[]
}

/** The feed, position and id of each live posting of `feeds` that passes the filter; whatever the visitor wrote is a parameter. */
export function filterQuery(feeds: readonly string[], { text, place, department, contract }: PostingFilter): Query {
  const parameters: unknown[] = [feeds]
  const parameter = (value: unknown) => `$${parameters.push(value)}`
  const conditions = ['feed = any($1)', 'removed_at is null']
  if (department !== undefined) conditions.push(`department = ${parameter(department)}`)
  if (contract !== undefined) conditions.push(`"employmentType" ? ${parameter(contract)}`)
  if (place !== undefined)
    conditions.push(`exists (select from jsonb_array_elements(location) place where ${placeName} = ${parameter(place)})`)
  // strpos rather than like: a visitor's % and _ are nothing but themselves.
  for (const word of text?.split(/\s+/) ?? []) conditions.push(`strpos(searched, ${fold(`${parameter(word)}::text`)}) > 0`)
  const sql = `select feed, position, id from posting,
    jsonb_to_record(content) as parts
      (title text, department text, "hiringOrganization" text, reference text, location jsonb, "employmentType" jsonb),
    lateral (select ${fold(`concat_ws(' ', title, department, "hiringOrganization", reference, location::text)`)} as searched offset 0) words
    where ${conditions.join(' and ')}`
  return { sql, parameters }
}
