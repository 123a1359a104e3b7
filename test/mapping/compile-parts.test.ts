import { describe, expect, it } from 'vitest'
import type { Mapping } from '../../scripts/model/client.ts'
import type { Posting } from '../../scripts/model/posting.ts'
import type { SourceRecord } from '../../scripts/model/record.ts'
import { aMapper, mapOne } from './map-one.ts'

describe('compileMapping of a description', () => {
  it.each([
    ['markup in plain text', 'text', '<p>A</p><p>B</p>', 'markup in plain text: read it with html', '</p>'],
    ['markup in joined texts', ['text', 'more'], 'A<br>B', 'markup in plain text: read it with html', '<br>'],
    [
      'escaped markup',
      { from: 'text', html: true },
      '&lt;ul&gt;&lt;li&gt;A&lt;/li&gt;',
      'markup that arrives as entities: write html: escaped',
      '</li>',
    ],
  ] as [string, NonNullable<Mapping['description']>, string, string, string][])(
    'tells of %s, which the page would show as its letters',
    (_what, description, text, problem, tag) => {
      const mapper = aMapper({ description })

      mapOne({}, { text }, mapper)

      expect(mapper.warnings()).toEqual([{ property: 'description', problem, count: 1, values: [[tag, 1]] }])
    },
  )

  it.each([
    ['text', 'List<String> and a < b, </template>'],
    [{ from: 'text', html: true }, '<p>A &lt; B</p>'],
    [{ from: 'text', html: 'escaped' }, '&lt;p&gt;A&lt;/p&gt;'],
  ] as [NonNullable<Mapping['description']>, string][])('says nothing of %j in %s', (description, text) => {
    const mapper = aMapper({ description })

    mapOne({}, { text }, mapper)

    expect(mapper.warnings()).toEqual([])
  })
})

describe('compileMapping of a place', () => {
  it.each([
    ['one place', { city: 'city', country: 'country' }, { city: 'Lyon', country: 'fr' }, [{ city: 'Lyon', country: 'FR' }]],
    [
      'several by position',
      { city: 'l.c', region: 'l.r' },
      { l: [{ c: 'Lyon' }, { c: 'Nice', r: 'PACA' }] },
      [{ city: 'Lyon' }, { city: 'Nice', region: 'PACA' }],
    ],
    [
      'what all have in common',
      { city: 'c', country: { const: 'FR' } },
      { c: ['Lyon', 'Nice'] },
      [
        { city: 'Lyon', country: 'FR' },
        { city: 'Nice', country: 'FR' },
      ],
    ],
    [
      'each the part of its own text',
      { city: { from: 'l', split: ', ', take: 1 }, country: { from: 'l', split: ', ', take: -1, map: { France: 'FR', Italia: 'IT' } } },
      { l: ['Lyon, Rhône, France', 'Milano, Italia'] },
      [
        { city: 'Lyon', country: 'FR' },
        { city: 'Milano', country: 'IT' },
      ],
    ],
    [
      'what stands in to each place that has none',
      { city: 'l.c', region: { from: 'l.r', else: '?' }, country: { from: 'l.n', map: { D: 'DE', X: '' }, else: 'FR' } },
      {
        l: [
          { c: 'Lyon', r: 'ARA' },
          { c: 'Berlin', n: 'D' },
          { c: 'Oz', n: 'X' },
          { c: 'Atlantis', n: 'unknown' },
        ],
      },
      [
        { city: 'Lyon', country: 'FR', region: 'ARA' },
        { city: 'Berlin', country: 'DE', region: '?' },
        { city: 'Oz', region: '?' },
        { city: 'Atlantis', region: '?' },
      ],
    ],
    [
      'each the street of its own parts',
      { street: ['l.s', 'l.no'], text: { join: ['c', 'l.s', { from: 'l.z', else: '?' }], with: ', ' } },
      { c: 'Lyon', l: [{ s: 'Rue X', no: 5, z: 1 }, { s: 'Rue Y', z: 2 }, { no: 7 }] },
      [
        { street: 'Rue X 5', text: 'Lyon, Rue X, 1' },
        { street: 'Rue Y', text: 'Lyon, Rue Y, 2' },
        { street: '7', text: 'Lyon, ?' },
      ],
    ],
    [
      'what stands for all with each of one list',
      { text: { join: ['l', 'r', 'c'], with: ', ' } },
      { c: 'FR', l: ['Lyon', 'Nice'] },
      [{ text: 'Lyon, FR' }, { text: 'Nice, FR' }],
    ],
    ['one text of the parts of one path', { street: { join: ['l'] } }, { l: ['5, rue X', 'CEDEX 2'] }, [{ street: '5, rue X CEDEX 2' }]],
    [
      'one text of lists of different lengths',
      { text: ['c', 'l'] },
      { c: ['FR', 'IT'], l: ['Lyon', 'Nice', 'Rome'] },
      [{ text: 'FR IT Lyon Nice Rome' }],
    ],
    [
      'each the country at its place, though one has none',
      { city: { from: 'c', split: ';' }, country: { from: 'n', split: ';' } },
      { c: 'Lyon; Atlantis; Rome;', n: 'FR;;IT;' },
      [{ city: 'Lyon', country: 'FR' }, { city: 'Atlantis' }, { city: 'Rome', country: 'IT' }],
    ],
    [
      'no place of what stands for all alone, joined to nothing',
      { text: { join: [{ from: 'c', split: ';' }, 'n'] } },
      { c: 'Lyon;; Nice;;', n: 'FR' },
      [{ text: 'Lyon FR' }, { text: 'Nice FR' }],
    ],
    [
      'no place of what stands for all alone',
      { city: { from: 'c', split: ';' }, country: 'n' },
      { c: 'Lyon;; Nice;;', n: 'FR' },
      [
        { city: 'Lyon', country: 'FR' },
        { city: 'Nice', country: 'FR' },
      ],
    ],
    ['the one place that stands for all', { city: { from: 'c', split: ';' }, country: 'n' }, { c: ';;', n: 'FR' }, [{ country: 'FR' }]],
    ['each place once', { city: 'c' }, { c: ['Lyon', 'Nice', 'Lyon'] }, [{ city: 'Lyon' }, { city: 'Nice' }]],
    ['parts of a text', { text: { from: 't', split: ';' } }, { t: 'Lyon; Nice' }, [{ text: 'Lyon' }, { text: 'Nice' }]],
    ['no place', { city: 'c' }, { c: [] }, undefined],
    ['no country that is none', { city: 'c', country: 'n' }, { c: 'Lyon', n: 'France' }, [{ city: 'Lyon' }]],
  ] as [string, NonNullable<Mapping['location']>, SourceRecord['fields'], Posting['location']][])(
    'gives %s',
    (_what, location, fields, expected) => {
      const posting = mapOne({ location }, fields)

      expect(posting.location).toEqual(expected)
    },
  )

  it('counts countries that are none', () => {
    const mapper = aMapper({ location: { country: 'n' } })

    mapOne({}, { n: 'UK' }, mapper)

    expect(mapper.warnings()).toEqual([
      { property: 'location.country', problem: 'not an ISO 3166-1 alpha-2 code', count: 1, values: [['UK', 1]] },
    ])
  })
})
