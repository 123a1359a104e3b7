import type pg from 'pg'
import type { Environment } from '../model/environment.ts'
import type { ResolvedClient } from '../model/feed.ts'
import type { Posting } from '../model/posting.ts'
import type {
  Choice,
  Choices,
  Live,
  PostingAddress,
  PostingFilter,
  PostingList,
  ShownClient,
  ShownPosting,
  Stretch,
} from '../model/showing.ts'
import { type Queryable, storing } from './database.ts'

// How many values one filter lists: more than a person reads through, and a page of some 10 KB at worst.
const longestChoice = 200

// A place in one word, as page/places.ts says it.
const placeName = `coalesce(place->>'city', place->>'text', place->>'region', place->>'country')`

// Without case and accents: NFD parts letters from their marks (Unicode, UAX 15), which are dropped. Part of PostgreSQL itself, unlike unaccent.
const fold = (sql: string) => `regexp_replace(normalize(lower(${sql}), NFD), '[\\u0300-\\u036f]', '', 'g')`

const searched = fold(
  `concat_ws(' ', content->>'title', content->>'department', content->>'hiringOrganization', content->>'reference', (content->'location')::text)`,
)

const clientColumns = `c.id, c.configuration->>'name' as name, c.configuration->'page' as page,
  coalesce(array(select f.id from feed f where f.client = c.id order by f.id), '{}') as feeds,
  (select count(*)::int from posting p join feed f on f.id = p.feed where f.client = c.id and p.removed_at is null) as postings`

interface ClientRow {
  readonly id: string
  readonly name: string
  readonly page: ResolvedClient['page']
  readonly feeds: string[]
  readonly postings: number
}

interface PostingRow {
  readonly feed: string
  readonly content: Posting
  readonly changed_at: Date
  readonly is_removed: boolean
}

/** Reads what the pages show from `database`: one query for each need, and nothing kept between them. */
export class PageReads {
  readonly #database: Queryable

  constructor(database: Queryable) {
    this.#database = database
  }

  /** The live client whose page has this slug. */
  async client(slug: string): Promise<ShownClient | undefined> {
    const [row] = await this.#read<ClientRow>(`select ${clientColumns} from client c where c.slug = $1`, [slug])
    return row
  }

  /** All live clients, by slug. */
  async clients(): Promise<ShownClient[]> {
    return this.#read<ClientRow>(`select ${clientColumns} from client c order by c.slug`)
  }

  /** Live postings without their descriptions, feed by feed in the client's own order, with their number under the same filter. */
  async postings({ feeds, postings }: ShownClient, filter: PostingFilter, { limit, offset }: Stretch): Promise<PostingList> {
    const { sql, parameters } = condition(filter, [feeds])
    const stretch = `select feed, content - 'description' as content, changed_at, false as is_removed from posting where ${sql}
      order by feed, position, id limit $${parameters.length + 1} offset $${parameters.length + 2}`
    const isFiltered = Object.keys(filter).length > 0
    const [rows, counted] = await Promise.all([
      this.#read<PostingRow>(stretch, [...parameters, limit, offset]),
      isFiltered
        ? this.#read<{ total: number }>(`select count(*)::int as total from posting where ${sql}`, parameters)
        : [{ total: postings }],
    ])
    return { total: counted[0]!.total, postings: rows.map(shown) }
  }

  /** What the client's live postings can be filtered by. */
  async choices({ feeds }: ShownClient): Promise<Choices> {
    const rows = await this.#read<Choice & { readonly kind: keyof Choices }>(
      `with live as materialized (
         select content->'location' as places, content->>'department' as department, content->'employmentType' as contracts
         from posting where feed = any($1) and removed_at is null
       ), counted as (
         select 'places' as kind, ${placeName} as value, count(*)::int as count from live, jsonb_array_elements(places) place group by 2
         union all select 'departments', department, count(*)::int from live group by 2
         union all select 'contracts', contract, count(*)::int from live, jsonb_array_elements_text(contracts) contract group by 2
       ), ranked as (
         select *, row_number() over (partition by kind order by count desc, value) as rank from counted where value is not null
       )
       select kind, value, count from ranked where rank <= $2`,
      [feeds, longestChoice],
    )
    const of = (kind: keyof Choices) =>
      rows
        .filter((row) => row.kind === kind)
        .map(({ value, count }) => ({ value, count }))
        .sort((one, other) => one.value.localeCompare(other.value))
    return { places: of('places'), departments: of('departments'), contracts: of('contracts') }
  }

  /** One posting of a live feed (its name, without the client), whole, removed ones included. */
  async posting({ id: client, feeds }: ShownClient, feedName: string, id: string): Promise<ShownPosting | undefined> {
    // Nobody's id, and PostgreSQL would refuse the text.
    if (id.includes('\0') || !feeds.includes(`${client}/${feedName}`)) return undefined
    const [row] = await this.#read<PostingRow>(
      'select feed, content, changed_at, removed_at is not null as is_removed from posting where feed = $1 and id = $2',
      [`${client}/${feedName}`, id],
    )
    return row && shown(row)
  }

  /** Addresses of live postings, in a stable order. */
  async addresses({ feeds }: ShownClient, { limit, offset }: Stretch): Promise<PostingAddress[]> {
    return this.#read<PostingAddress>(
      `select feed, id, changed_at as "changedAt" from posting where feed = any($1) and removed_at is null
       order by feed, id limit $2 offset $3`,
      [feeds, limit, offset],
    )
  }

  /** What is live in this environment. */
  async live(): Promise<Live> {
    const [row] = await this.#read<{ environment: Environment | null; release: string | null; since: Date | null }>(
      `select (select name from environment) as environment, (select release from live_release) as release, (select since from live_release) as since`,
    )
    return { environment: row?.environment ?? undefined, release: row?.release ?? undefined, since: row?.since ?? undefined }
  }

  async #read<Row extends pg.QueryResultRow>(sql: string, parameters: readonly unknown[] = []): Promise<Row[]> {
    return storing('reading for a page', async () => (await this.#database.query<Row>(sql, [...parameters])).rows)
  }
}

function shown({ feed, content, changed_at, is_removed }: PostingRow): ShownPosting {
  return { feed, posting: content, changedAt: changed_at, isRemoved: is_removed }
}

/** The condition of a filter in SQL, after the parameters that are already there; whatever the visitor wrote is a parameter. */
function condition(
  { text, place, department, contract }: PostingFilter,
  first: readonly unknown[],
): { sql: string; parameters: unknown[] } {
  const parameters = [...first]
  const parameter = (value: unknown) => `$${parameters.push(value)}`
  const parts = ['feed = any($1)', 'removed_at is null']
  // strpos rather than like: a visitor's % and _ are nothing but themselves.
  for (const word of text?.split(/\s+/) ?? []) parts.push(`strpos(${searched}, ${fold(`${parameter(word)}::text`)}) > 0`)
  if (department !== undefined) parts.push(`content->>'department' = ${parameter(department)}`)
  if (contract !== undefined) parts.push(`content->'employmentType' ? ${parameter(contract)}`)
  if (place !== undefined)
    parts.push(`exists (select from jsonb_array_elements(content->'location') place where ${placeName} = ${parameter(place)})`)
  return { sql: parts.join(' and '), parameters }
}
