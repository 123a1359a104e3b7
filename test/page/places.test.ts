import { describe, expect, it } from 'vitest'
import { placesSummary, placeWords } from '../../scripts/page/places.ts'
import { aPosting } from '../support/build.ts'

describe('placeWords', () => {
  it.each([
    [{ city: 'Lyon', country: 'FR' }, 'Lyon, Frankreich'],
    [{ postalCode: '69001', city: 'Lyon', region: 'Rhône', country: 'FR' }, '69001 Lyon, Rhône, Frankreich'],
    [{ street: '1 rue X', city: 'Lyon', country: 'FR' }, '1 rue X, Lyon, Frankreich'],
    [{ country: 'FR' }, 'Frankreich'],
    [{ region: 'Rhône', country: 'FR' }, 'Rhône, Frankreich'],
    [{ text: 'Lyon (Frankreich)', country: 'FR' }, 'Lyon (Frankreich)'],
    [{ text: 'Lyon Part-Dieu', city: 'Lyon', country: 'FR' }, 'Lyon, Frankreich'],
    [{ text: 'Steinkjer', postalCode: '7713', country: 'NO' }, '7713 Steinkjer'],
    [{ text: '7713 Steinkjer', postalCode: '7713', country: 'NO' }, '7713 Steinkjer'],
    [{ text: 'Lyon', street: '1 rue X' }, '1 rue X, Lyon'],
    [{ text: '1 rue X, Lyon', street: '1 rue X' }, '1 rue X, Lyon'],
    [{ postalCode: '69001', country: 'FR' }, '69001, Frankreich'],
    [{ city: 'Lyon' }, 'Lyon'],
    [{}, ''],
  ])('says all that is known of %o', (location, words) => {
    expect(placeWords(location, 'de')).toBe(words)
  })
})

describe('placesSummary', () => {
  it.each([
    [[], ''],
    [['Lyon'], 'Lyon'],
    [['Lyon', 'Lyon', 'Paris'], 'Lyon, Paris'],
    [['Lyon', 'Paris', 'Lille', 'Nice'], 'Lyon, Paris +2'],
  ])('names two places of %o', (cities, words) => {
    expect(placesSummary(aPosting({ location: cities.map((city) => ({ city })) }), 'fr')).toBe(words)
  })

  it('names a country of which it knows no place', () => {
    const location = [{ country: 'DE' }, { city: 'Lyon', country: 'FR' }, { country: 'FR' }]

    expect(placesSummary(aPosting({ location }), 'fr')).toBe('Allemagne, Lyon +1')
  })

  it('takes a region for no country that has the same letters', () => {
    const location = [{ region: 'CA', country: 'US' }, { region: 'DE' }]

    expect(placesSummary(aPosting({ location }), 'fr')).toBe('CA, DE')
  })
})
