import { describe, expect, it } from 'vitest'
import { facetsOf, fold } from '../../scripts/store/facets.ts'
import { aPosting } from '../support/build.ts'

describe('fold', () => {
  it.each([
    ['Développeur', 'developpeur'],
    ['SAINT-ÉTIENNE', 'saint-etienne'],
    ['İzmir', 'izmir'],
    ['Zürich (80–100 %)', 'zurich (80–100 %)'],
    ['plain ASCII', 'plain ascii'],
    ['日本', '日本'],
  ])('takes %s as %s', (text, folded) => {
    expect(fold(text)).toBe(folded)
  })
})

describe('facetsOf', () => {
  it('has each place and contract once, and no place without a name', () => {
    const posting = aPosting({
      location: [{ city: 'Lyon', postalCode: '69001' }, { city: 'Lyon' }, { text: 'Partout' }, { street: 'rue de la Gare' }],
      employmentType: ['FULL_TIME', 'FULL_TIME'],
      department: 'Vente',
    })

    const { places, contracts, department } = facetsOf(posting)

    expect({ places, contracts, department }).toEqual({ places: ['Lyon', 'Partout'], contracts: ['FULL_TIME'], department: 'Vente' })
  })

  it('keeps to what visitors search, and never the description', () => {
    const { text } = facetsOf(aPosting({ title: 'Été', hiringOrganization: 'Acme', reference: 'R-1', description: '<p>secret</p>' }))

    expect(text.split('\n')).toEqual(['ete', 'acme', 'r-1', 'lyon', 'fr'])
  })

  it('has the last day of publication, where there is one', () => {
    expect([facetsOf(aPosting({ validThrough: '2026-03-02' })).validThrough, 'validThrough' in facetsOf(aPosting())]).toEqual([
      '2026-03-02',
      false,
    ])
  })

  it('stays small beside a title of any length', () => {
    expect(facetsOf(aPosting({ title: 'x'.repeat(100_000) })).text).toHaveLength(1_000)
  })
})
