import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { lacksOf } from '../../scripts/model/markup.ts'
import { excerptOf } from '../../scripts/page/excerpt.ts'
import { jobPosting, jsonLdText } from '../../scripts/page/json-ld.ts'
import { aPosting } from '../support/build.ts'
import { bakeryPostings } from './bakery.ts'
import { checkJobPosting } from './google-job-posting.ts'

describe('jobPosting', () => {
  it('is what Google requires and recommends', () => {
    const problems = bakeryPostings.map((posting) => checkJobPosting(jobPosting(posting, 'Maison Ferrand')))

    expect(problems.filter((problem) => problem !== undefined)).toEqual([])
  })

  it('says each property of the posting', () => {
    const posting = aPosting({
      datePosted: '2026-01-31',
      validThrough: '2026-03-31',
      employmentType: ['FULL_TIME', 'INTERN'],
      hiringOrganization: 'Acme Halles',
      department: 'Boucherie',
      industry: 'Retail',
      location: [
        { street: '1 rue de la Paix', city: 'Lyon', region: 'Rhône', postalCode: '69001', country: 'FR' },
        // Left out, since Google requires the country of each place.
        { text: 'Lisbon, Portugal' },
      ],
    })

    expect(jobPosting(posting, 'Acme Group')).toEqual({
      '@context': 'https://schema.org/',
      '@type': 'JobPosting',
      title: 'Boucher F/H',
      description: '<p>Vous servez nos clients.</p>',
      identifier: { '@type': 'PropertyValue', name: 'Acme Halles', value: '42' },
      datePosted: '2026-01-31',
      validThrough: '2026-03-31',
      hiringOrganization: { '@type': 'Organization', name: 'Acme Halles', department: { '@type': 'Organization', name: 'Boucherie' } },
      jobLocation: [
        {
          '@type': 'Place',
          address: {
            '@type': 'PostalAddress',
            streetAddress: '1 rue de la Paix',
            addressLocality: 'Lyon',
            addressRegion: 'Rhône',
            postalCode: '69001',
            addressCountry: 'FR',
          },
        },
      ],
      employmentType: ['FULL_TIME', 'INTERN'],
      industry: 'Retail',
      url: 'https://jobs.acme.example/42',
      directApply: false,
    })
  })

  it.each([
    ['a range', { currency: 'EUR', min: 28000, max: 32000, unit: 'YEAR' }, { minValue: 28000, maxValue: 32000, unitText: 'YEAR' }],
    ['one value', { currency: 'EUR', value: 15.5, unit: 'HOUR' }, { value: 15.5, unitText: 'HOUR' }],
  ] as const)('says what is paid, as %s', (_what, baseSalary, value) => {
    const posting = aPosting({ salary: '28 to 32 thousand', datePosted: '2026-01-31', baseSalary })

    const shown = jobPosting(posting, 'Acme Group')

    expect(shown?.baseSalary).toEqual({ '@type': 'MonetaryAmount', currency: 'EUR', value: { '@type': 'QuantitativeValue', ...value } })
    expect(checkJobPosting(shown)).toBeUndefined()
  })

  it('says of remote work where the applicant may be', () => {
    const location = [{ country: 'FR' }, { city: 'Gand', country: 'BE' }, { text: 'Europe' }]

    const remote = jobPosting(aPosting({ remote: true, datePosted: '2026-01-31', location }), 'Acme Group')

    expect(checkJobPosting(remote)).toBeUndefined()
    expect(remote).toMatchObject({
      jobLocationType: 'TELECOMMUTE',
      applicantLocationRequirements: [
        { '@type': 'Country', name: 'FR' },
        { '@type': 'Country', name: 'BE' },
      ],
    })
  })

  it('is what Google requires, or is not at all, whatever the posting lacks', () => {
    const place = fc.record(
      { text: fc.constant('Lyon, France'), city: fc.constant('Lyon'), country: fc.constant('FR') },
      { requiredKeys: [] },
    )
    const more = fc.record(
      {
        description: fc.constant('<p>Vous servez nos clients.</p>'),
        datePosted: fc.constant('2026-01-31'),
        location: fc.array(place, { minLength: 1, maxLength: 3 }),
        remote: fc.boolean(),
      },
      { requiredKeys: [] },
    )
    fc.assert(
      fc.property(more, (properties) => {
        const posting = { id: '1', title: 'Boucher', url: 'https://acme.example/1', ...properties }

        const markup = jobPosting(posting, 'Acme Group')

        if (markup !== undefined) expect(checkJobPosting(markup)).toBeUndefined()
        expect(markup === undefined).toBe(lacksOf(posting).length > 0)
      }),
    )
  })

  it('leaves out a URL that no link may have', () => {
    expect(jobPosting(aPosting({ datePosted: '2026-01-31', url: 'javascript:alert(1)' }), 'Acme Group')).not.toHaveProperty('url')
  })
})

describe('jsonLdText', () => {
  it('ends no script and opens no comment, and is still the same value', () => {
    const hostile = fc
      .array(fc.constantFrom('</script>', '<!--', '<script', ']]>', '\u2028', '\u2029', '&lt;', '"', '\\', 'é', 'x'))
      .map((parts) => parts.join(''))
    fc.assert(
      fc.property(hostile, (title) => {
        const text = jsonLdText({ title })

        expect(text).not.toMatch(/[<>&\u2028\u2029]/)
        expect(JSON.parse(text)).toEqual({ title })
      }),
    )
  })
})

describe('excerptOf', () => {
  it.each([
    ['<p>Vous servez</p><p>nos clients.</p>', 'Vous servez nos clients.'],
    ['Pain &amp; vin&nbsp;: 5&nbsp;&#8364; &#x26; &unknown;', 'Pain & vin : 5 € & &unknown;'],
    ['&amp;lt;b&amp;gt;', '&lt;b&gt;'],
    ['L&rsquo;&eacute;quipe&hellip; &#150; &Zcaron;', 'L’équipe… – Ž'],
    ['&#0;&#1114112;&#xD800;ok', '\ufffd\ufffd\ufffdok'],
    [undefined, ''],
  ])('reads %j', (html, text) => {
    expect(excerptOf(html)).toBe(text)
  })

  it('ends at a word, within its length', () => {
    const excerpt = excerptOf(`<p>${'mots '.repeat(100)}</p>`, 52)

    expect(excerpt).toBe(`${'mots '.repeat(10).trim()}…`)
  })
})
