import { describe, expect, it } from 'vitest'
import type { Mapping } from '../../scripts/model/client.ts'
import type { Posting } from '../../scripts/model/posting.ts'
import type { SourceRecord } from '../../scripts/model/record.ts'
import { aMapper, mapOne, usual } from './map-one.ts'

describe('compileMapping', () => {
  it('makes a posting of a record', () => {
    const posting = mapOne({}, {})

    expect(posting).toEqual({ ...usual, hiringOrganization: 'Acme Group' })
  })

  it('fills properties in the order in which they are stored, whatever the order of the file', () => {
    const mapping: Partial<Mapping> = {
      validThrough: 'date',
      location: { region: 'region', city: 'city' },
      baseSalary: { unit: { const: 'YEAR' }, min: 'min', max: 'max', currency: { const: 'EUR' } },
    }

    const posting = mapOne(mapping, { date: '2026-02-01', region: 'Rhône', city: 'Lyon', min: 1, max: 2 })

    for (const part of [posting, posting.location![0]!, posting.baseSalary!]) {
      expect(Object.keys(part)).toEqual(Object.keys(part).sort())
    }
  })

  it.each([
    ['the organisation that hires', { hiringOrganization: 'x' }, { x: 'Acme France' }, { hiringOrganization: 'Acme France' }],
    [
      'safe HTML as description',
      { description: { from: 'x', html: true } },
      { x: ['<p>A</p>', '<p>B'] },
      { description: '<p>A</p>\n<p>B</p>' },
    ],
    ['plain text as description', { description: 'x' }, { x: 'A < B\nC' }, { description: '<p>A &lt; B<br>C</p>' }],
    ['several plain texts', { description: 'x' }, { x: ['A', 'B'] }, { description: '<p>A</p><p>B</p>' }],
    ['several texts in one line', { department: 'x' }, { x: ['A', null, 'B'] }, { department: 'A, B' }],
    [
      'kinds of employment',
      { employmentType: { from: 'x', map: { f: 'FULL_TIME', p: 'PART_TIME' } } },
      { x: ['f', 'p', 'f'] },
      { employmentType: ['FULL_TIME', 'PART_TIME'] },
    ],
    ['a truth', { remote: 'x' }, { x: true }, { remote: true }],
    ['a truth out of a map', { remote: { from: 'x', map: { no: 'false' } } }, { x: 'no' }, { remote: false }],
    [
      'a mail address to apply at',
      { applyUrl: 'x' },
      { x: 'MailTo:jobs@acme.example?subject=No%2042' },
      { applyUrl: 'mailto:jobs@acme.example?subject=No%2042' },
    ],
    ['a date that is one already', { datePosted: 'x' }, { x: '2026-01-02T23:00:00Z' }, { datePosted: '2026-01-02' }],
    ['a language', { language: 'x' }, { x: 'fr_CA' }, { language: 'fr-CA' }],
    ['a language with its script', { language: 'x' }, { x: 'zh_Hant_TW' }, { language: 'zh-Hant-TW' }],
    [
      'an address as written',
      { applyUrl: 'x' },
      { x: 'HTTPS://acme.example/é "x"' },
      { applyUrl: 'https://acme.example/%C3%A9%20%22x%22' },
    ],
    ['a title in one line', { title: 'x' }, { x: 'Chef de\n      projet\t(H/F)' }, { title: 'Chef de projet (H/F)' }],
    ['other names in one line', { department: 'x' }, { x: ['R &\r\n D', 'IT'] }, { department: 'R & D, IT' }],
    ['text without NUL', { department: 'x' }, { x: 'A\0B' }, { department: 'AB' }],
  ] as [string, Partial<Mapping>, SourceRecord['fields'], Partial<Posting>][])('gives %s', (_what, mapping, fields, expected) => {
    const posting = mapOne(mapping, fields)

    expect(posting).toEqual({ ...usual, hiringOrganization: 'Acme Group', ...expected })
  })

  it.each([
    ['employmentType', 'not a kind of employment: translate it in map', 'CDI'],
    ['remote', 'neither true nor false: translate it in map', 'yes'],
    ['datePosted', 'not a date of ISO 8601: name its format in date', '31/12/2025'],
    ['datePosted', 'no day of the calendar since 1900', '0001-01-01T00:00:00'],
    ['validThrough', 'no day of the calendar since 1900', '2026-02-30T00:00:00'],
    ['language', 'not a language tag (BCP 47)', 'français'],
    ['applyUrl', 'not an absolute http(s) URL', 'javascript:alert(1)'],
    ['applyUrl', 'not an absolute http(s) URL', 'jobs@acme.example'],
    ['applyUrl', 'not an address of mail', 'mailto:Ann <jobs@acme.example>'],
    ['applyUrl', 'not an address of mail', 'mailto:'],
  ])('leaves %s unfilled and counts what it could not use', (property, problem, value) => {
    const mapper = aMapper({ [property]: 'x' })

    const postings = [value, value, `${value}!`].map((x) => mapOne({}, { x }, mapper))

    expect(postings).toEqual(Array(3).fill({ ...usual, hiringOrganization: 'Acme Group' }))
    expect(mapper.warnings()).toEqual([
      {
        property,
        problem,
        count: 3,
        values: [
          [value, 2],
          [`${value}!`, 1],
        ],
      },
    ])
  })

  it('shows no user name or password of a URL, in postings as in warnings', () => {
    const mapper = aMapper()

    const posting = mapOne({}, { url: 'https://us%C3%A9r:pw@acme.example/1?a=b' }, mapper)

    const url = 'https://acme.example/1?a=b'
    expect(posting).toEqual({ ...usual, hiringOrganization: 'Acme Group', url })
    expect(mapper.warnings()).toEqual([
      { property: 'url', problem: 'a URL with a user name or password, which are left out', count: 1, values: [[url, 1]] },
    ])
  })

  it.each([
    [{ id: ' ' }, 'no id: id is empty'],
    [{ title: null }, 'no title: title is empty'],
    [{ url: '/jobs/1' }, 'no url: url gives no absolute http(s) URL; base makes a relative one absolute'],
    [{ url: 'javascript:alert(1)' }, 'no url: url gives no absolute http(s) URL; base makes a relative one absolute'],
  ])('skips a record with %o', (fields, reason) => {
    const mapped = aMapper().map({ position: 7, fields: { ...usual, ...fields } })

    expect(mapped).toEqual({ ok: false, skipped: { position: 7, reason, excerpt: JSON.stringify({ ...usual, ...fields }) } })
  })

  it('reads what surrounds a record, which is not its own to be left unread or shown', () => {
    const mapper = aMapper({ department: '^.name' })
    const around = { name: 'IT', id: 7 }

    const posting = mapOne({}, { '^': around }, mapper)
    const mapped = mapper.map({ position: 1, fields: { id: 'x', '^': around } })

    expect(posting.department).toBe('IT')
    expect([...mapper.unread().keys()]).toEqual([])
    expect(mapped).toMatchObject({ skipped: { excerpt: '{"id":"x"}' } })
  })

  it('skips a record that is faulty in itself, with a short excerpt', () => {
    const mapped = aMapper().map({ position: 1, fault: '3 fields, expected 2', fields: { a: 'x'.repeat(1_000) } })

    expect(mapped).toMatchObject({ ok: false, skipped: { reason: '3 fields, expected 2' } })
    expect(mapped.ok ? '' : mapped.skipped?.excerpt).toHaveLength(200)
  })
})
