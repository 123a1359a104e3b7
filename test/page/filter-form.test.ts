import { describe, expect, it } from 'vitest'
import type { Choices, PostingFilter } from '../../scripts/model/showing.ts'
import { renderFilters } from '../../scripts/page/filter-form.ts'
import { wordsOf } from '../../scripts/page/words.ts'
import { aShownClient } from './world.ts'

async function optionsOf(places: readonly string[], filter: PostingFilter = {}): Promise<string[]> {
  const choices: Choices = { closed: 0, places: places.map((value) => ({ value, count: 1 })), departments: [], contracts: [] }
  const form = await renderFilters({ client: aShownClient(), filter, page: 1, list: { total: 0, postings: [] }, choices }, wordsOf('fr'))
  return [...String(form).matchAll(/<option value="([^"]*)"( selected)?>([^<]*)/g)].map(
    ([, value, chosen, label]) => `${value}: ${label}${chosen ?? ''}`,
  )
}

describe('renderFilters', () => {
  it('offers places as they are stored', async () => {
    expect(await optionsOf(['Berlin', 'Lyon'])).toEqual([': Tous', 'Berlin: Berlin (1)', 'Lyon: Lyon (1)'])
  })

  it('names countries of which no place is known, in alphabetical order', async () => {
    expect(await optionsOf(['Berlin', 'CH', 'DE'])).toEqual([': Tous', 'DE: Allemagne (1)', 'Berlin: Berlin (1)', 'CH: Suisse (1)'])
  })

  it('keeps the choice of a link that no posting has any more', async () => {
    expect(await optionsOf(['Lyon'], { place: 'Paris' })).toEqual([': Tous', 'Paris: Paris selected', 'Lyon: Lyon (1)'])
  })
})
