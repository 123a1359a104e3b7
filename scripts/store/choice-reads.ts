import type { Choice, Choices, ShownClient } from '../model/showing.ts'
import { type Queryable, storing } from './database.ts'
import { openCondition } from './posting-filter.ts'
import { Versioned } from './versioned.ts'

// How many values one filter lists: more than a person reads through, and a page of some 10 KB at worst.
const longestChoice = 200

// A few KB each: the clients that are looked at, of however many there are.
const mostRemembered = 1_000

/** Reads what a client's open postings can be filtered by, and remembers it until the client has another version, or a day is over. */
export class ChoiceReads {
  readonly #database: Queryable
  readonly #remembered = new Versioned<Choices>(mostRemembered)

  constructor(database: Queryable) {
    this.#database = database
  }

  /** The choices over a client's live postings that are open since a day: counted after its version was read, so never older than that. */
  async choices({ feeds, version }: Pick<ShownClient, 'feeds' | 'version'>, since: string): Promise<Choices> {
    return this.#remembered.get(feeds.join(), `${version} ${since}`, () => this.#count(feeds, since))
  }

  async #count(feeds: readonly string[], since: string): Promise<Choices> {
    return storing('reading for a page', async () => {
      const { rows } = await this.#database.query<Choice & { readonly kind: keyof Choices }>(
        `with live as materialized (select facets, ${openCondition('$3')} as is_open from posting where feed = any($1) and removed_at is null),
         open as (select facets from live where is_open),
         counted as (
           select 'places' as kind, place as value, count(*)::int as count from open, jsonb_array_elements_text(facets->'places') place group by 2
           union all select 'departments', facets->>'department', count(*)::int from open group by 2
           union all select 'contracts', contract, count(*)::int from open, jsonb_array_elements_text(facets->'contracts') contract group by 2
         ), ranked as (
           select *, row_number() over (partition by kind order by count desc, value) as rank from counted where value is not null
         )
         select kind, value, count from ranked where rank <= $2
         union all select 'closed', '', count(*)::int from live where not is_open`,
        [feeds, longestChoice, since],
      )
      const of = (kind: Exclude<keyof Choices, 'closed'>) =>
        rows
          .filter((row) => row.kind === kind)
          .map(({ value, count }) => ({ value, count }))
          .sort((one, other) => one.value.localeCompare(other.value))
      const closed = rows.find(({ kind }) => kind === 'closed')!.count
      return { places: of('places'), departments: of('departments'), contracts: of('contracts'), closed }
    })
  }
}
