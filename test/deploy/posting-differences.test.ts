import { describe, expect, it } from 'vitest'
import { parsePage } from '../../scripts/deploy/page-content.ts'
import { differencesOfPosting } from '../../scripts/deploy/posting-differences.ts'
import { withoutOverrides } from '../../scripts/model/overrides.ts'
import type { Posting } from '../../scripts/model/posting.ts'
import { renderPostingPage } from '../../scripts/page/posting-page.ts'
import { aShownClient, aSite } from '../page/world.ts'
import { aPosting } from '../support/build.ts'

const path = '/clients/acme/jobs/A%2F42'

const full: Posting = {
  id: 'A/42',
  title: 'Boucher  <F/H> & "chef"',
  description: '<p>Vous servez <a href="https://acme.example/equipe">nos clients</a>.</p>',
  url: 'https://jobs.acme.example/42?a=1&b=é',
  applyUrl: 'https://jobs.acme.example/42/candidature',
  hiringOrganization: 'Acme Boucherie',
  location: [{ street: '1 rue Neuve', city: 'Lyon', region: 'Rhône', postalCode: '69001', country: 'FR' }, { text: 'Partout' }],
  remote: true,
  datePosted: '2026-02-01',
  validThrough: '2026-04-01',
  employmentType: ['FULL_TIME', 'INTERN'],
  salary: '2 350 € brut\npar mois',
  department: 'Boucherie',
  industry: 'Retail',
  baseSalary: { currency: 'EUR', min: 2350, max: 2600.5, unit: 'MONTH' },
  reference: 'ACME/42 & fils',
}

const wide = '<h3>Le <em>poste</em></h3><ul><li>Un<br>deux &amp; trois</li><li>quatre</li></ul><p>fin</p>'

/** The differences between the real page of one posting and another that is stored. */
async function differences(shown: Posting, posting: Posting, change = (html: string) => html, isClosed = false): Promise<string[]> {
  const page = renderPostingPage(aSite(), aShownClient(), {
    feed: 'acme/jobs',
    posting: shown,
    changedAt: new Date(0),
    isRemoved: false,
    isClosed,
  })
  return differencesOfPosting(path, parsePage(change(String(await page))), { posting, clientName: 'Acme Group', isClosed })
}

describe('differencesOfPosting', () => {
  it.each([
    ['everything', full],
    ['only what it must', { id: 'A/42', title: 'Boucher', url: 'mailto:jobs@acme.example' }],
    ['a place in words and no country', aPosting({ id: 'A/42', location: [{ text: 'Lyon ou Nice' }], remote: true })],
    ['a description and no date', aPosting({ id: 'A/42', description: wide, department: 'Vente', salary: '9 €' })],
  ])('finds nothing on the page of a posting with %s', async (_, posting) => {
    expect(await differences(posting, posting)).toEqual([])
  })

  // Every property that there is, so that a new one is not forgotten: the compiler finds it missing here.
  const changes: { readonly [Property in Exclude<keyof Posting, 'language'>]-?: Posting[Property] } = {
    id: 'A/43',
    title: 'Boulanger',
    description: '<p>Vous servez.</p>',
    url: 'https://jobs.acme.example/43',
    applyUrl: 'https://jobs.acme.example/43/candidature',
    hiringOrganization: 'Acme Boulangerie',
    location: [{ street: '1 rue Neuve', city: 'Nice', region: 'Rhône', postalCode: '69001', country: 'FR' }, { text: 'Partout' }],
    remote: false,
    datePosted: '2026-02-02',
    validThrough: '2026-04-02',
    employmentType: ['FULL_TIME'],
    salary: '2 351 €',
    department: 'Vente',
    industry: 'Food',
    baseSalary: { currency: 'EUR', min: 2350, max: 2700, unit: 'MONTH' },
    reference: 'ACME/43',
  }

  it.each(Object.entries(changes))('finds that %s differs', async (property, value) => {
    const found = await differences(full, { ...full, [property]: value })

    expect(found.length).toBeGreaterThan(0)
    expect(found.some((difference) => difference.includes(property === 'applyUrl' ? 'no link leads to' : `${property} is stored as`))).toBe(
      true,
    )
  })

  it.each(['description', 'applyUrl', 'department', 'location', 'salary', 'datePosted'] as const)(
    'finds that %s is shown or missing where the store says otherwise',
    async (property) => {
      const { [property]: _, ...without } = full

      expect(await differences(without, full)).not.toEqual([])
    },
  )

  it.each(['description', 'datePosted', 'location'] as const)('finds markup that should not be, without %s', async (property) => {
    const { [property]: _, ...without } = full

    const found = await differences(full, without)

    expect(found.join('\n')).toContain(`the page has JSON-LD, though the posting has no ${property === 'location' ? 'country' : property}`)
  })

  it('finds nothing on a page that turns no letters round, though what is stored would', async () => {
    const turned = { ...full, title: 'Chef \u202ereton', department: '\u202dVente', description: '<p>a&#8238;b&#x202e;\u202ec</p>' }

    expect(await differences(turned, turned, withoutOverrides)).toEqual([])
  })

  it('finds nothing on the page of a closed posting, and where one side is closed that it differs', async () => {
    const page = async (isShownClosed: boolean, isClosed: boolean) => {
      const shown = { feed: 'acme/jobs', posting: full, changedAt: new Date(0), isRemoved: false, isClosed: isShownClosed }
      const html = String(await renderPostingPage(aSite(), aShownClient(), shown))
      return differencesOfPosting(path, parsePage(html), { posting: full, clientName: 'Acme Group', isClosed })
    }

    expect(await page(true, true)).toEqual([])
    expect(await page(false, true)).toContain(`${path}: the posting is closed, and the page says otherwise`)
    expect(await page(true, false)).toContain(`${path}: the posting is open, and the page says otherwise`)
  })

  it('finds markup on the page of a closed posting', async () => {
    const marked = (html: string) => html.replace('</head>', '<script type="application/ld+json">{}</script></head>')

    const found = await differences(full, full, marked, true)

    expect(found).toEqual([`${path}: the page has JSON-LD, though the posting is closed`])
  })

  it('shows where long values part', async () => {
    const stored = { ...full, description: `<p>${'Vous servez. '.repeat(20)}Bonjour.</p>` }
    const shown = { ...full, description: `<p>${'Vous servez. '.repeat(20)}Bonsoir.</p>` }

    expect(await differences(shown, stored)).toContain(
      `${path}: description is stored as …ez. Vous servez. Bonjour.</p>", shown as …ez. Vous servez. Bonsoir.</p>"`,
    )
  })

  it.each(['title', 'description', 'department', 'location', 'salary', 'reference', 'applyUrl'] as const)(
    'finds that %s differs where the page has no markup',
    async (property) => {
      const { datePosted: _, ...bare } = full

      const found = await differences(bare, { ...bare, [property]: changes[property] })

      expect(
        found.some((difference) => difference.includes(property === 'applyUrl' ? 'no link leads to' : `${property} is stored as`)),
      ).toBe(true)
    },
  )

  it.each([
    ['no JSON-LD', (html: string) => html.replace('application/ld+json', 'text/plain'), 'no JSON-LD'],
    ['JSON-LD that is no JSON', (html: string) => html.replace('{"@context"', '{'), 'no JSON-LD'],
    ['another type', (html: string) => html.replace('"JobPosting"', '"Organization"'), 'must be equal to constant'],
    [
      'a property that Google does not know',
      (html: string) => html.replace('"directApply"', '"direct"'),
      'must NOT have additional properties',
    ],
    [
      'markup without the date',
      (html: string) => html.replace('"datePosted":"2026-02-01",', ''),
      "must have required property 'datePosted'",
    ],
    [
      'a place without its country',
      (html: string) => html.replace(',"addressCountry":"FR"', ''),
      "must have required property 'addressCountry'",
    ],
    [
      'work from home without a country',
      (html: string) => html.replace(/"applicantLocationRequirements":\[.*?\],/, ''),
      'must have property applicantLocationRequirements',
    ],
    ['a date that is none', (html: string) => html.replace('"2026-02-01"', '"1 février"'), 'must match format "date"'],
    [
      'a relative link',
      (html: string) => html.replace('href="https://acme.example/equipe"', 'href="equipe"'),
      'the link "equipe" is not absolute',
    ],
    [
      'a link to any scheme',
      (html: string) => html.replace('href="https://acme.example/equipe"', 'href="//acme.example"'),
      'is not absolute',
    ],
    [
      'a relative canonical link',
      (html: string) => html.replace('"canonical" href="https://jobs.example', '"canonical" href="'),
      'expected an absolute one',
    ],
    [
      'the canonical link of another page',
      (html: string) => html.replace('jobs/A%2F42">', 'jobs/A%2F43">'),
      'expected an absolute one to this page',
    ],
  ])('finds %s', async (_, change, sentence) => {
    const found = await differences(full, full, change)

    expect(found.join('\n')).toContain(sentence)
    expect(found.every((difference) => difference.startsWith(`${path}: `))).toBe(true)
  })
})
