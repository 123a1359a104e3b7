import { describe, expect, it } from 'vitest'
import { lacksOf } from '../../scripts/model/markup.ts'
import type { Posting } from '../../scripts/model/posting.ts'
import { aPosting } from '../support/build.ts'

const whole = aPosting({ datePosted: '2026-02-01' })

describe('lacksOf', () => {
  it.each<[string, Posting, string[]]>([
    ['nothing', whole, []],
    ['nothing where one of several places has a country', { ...whole, location: [{ text: 'Partout' }, { country: 'FR' }] }, []],
    ['the country of a place in words', { ...whole, location: [{ text: 'Lyon' }] }, ['country']],
    ['the country of those who may apply', { ...whole, location: [{ city: 'Lyon' }], remote: true }, ['country']],
    ['all', { id: '1', title: 'Boucher', url: 'https://acme.example/1', remote: true }, ['description', 'datePosted', 'country']],
  ])('finds missing: %s', (_, posting, lacks) => {
    expect(lacksOf(posting)).toEqual(lacks)
  })
})
