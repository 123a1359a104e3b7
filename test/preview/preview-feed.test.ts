import { describe, expect, it } from 'vitest'
import type { Feed } from '../../scripts/model/feed.ts'
import { type Preview, previewFeed } from '../../scripts/preview/preview-feed.ts'
import { readBytes } from '../../scripts/source/read.ts'
import { aFileFeed, listOf } from '../run/world.ts'
import { noon } from '../support/build.ts'

/** A preview over this text, and the ids that it showed. */
async function previewOf(
  text: string,
  overrides: Partial<Feed> = {},
  isExcerpt = false,
): Promise<Preview & { readonly seen: readonly string[] }> {
  const feed = aFileFeed(overrides)
  const seen: string[] = []
  const preview = await previewFeed(feed, {
    read: async () => readBytes(feed, Buffer.from(text)),
    extent: isExcerpt ? 'excerpt' : { wholeAt: noon },
    async see(postings) {
      seen.push(...postings.map(({ posting }) => posting.id))
    },
  })
  return { ...preview, seen }
}

describe('previewFeed', () => {
  it('shows the first postings, and hands every one on', async () => {
    const preview = await previewOf(listOf('1', '2', '3', '4', '5', '6', '7'))

    expect(preview.outcome).toMatchObject({ kind: 'saved', counts: { added: 7 } })
    expect(preview.postings.map(({ id }) => id)).toEqual(['1', '2', '3', '4', '5'])
    expect(preview.seen).toEqual(['1', '2', '3', '4', '5', '6', '7'])
  })

  it('gives of each property the first value, however late it comes', async () => {
    const late = Array.from({ length: 300 }, (_, id) => ({ id: `${id}`, title: `Posting ${id}`, ...(id > 250 && { pay: `${id} €` }) }))
    const mapping = { id: 'id', title: 'title', url: { const: 'https://acme.example/' }, salary: 'pay', department: 'unit' }

    const { firstValues } = await previewOf(JSON.stringify(late), { mapping })

    expect(firstValues).toMatchObject({ title: 'Posting 0', salary: '251 €' })
    expect(firstValues).not.toHaveProperty('department')
  })

  it('tells what was skipped, what nobody reads and what comes twice', async () => {
    const text = JSON.stringify([
      { id: '1', title: 'One', salary: '€ 1' },
      { id: '1', title: 'Again' },
      { id: '2', title: '' },
    ])

    const preview = await previewOf(text)

    expect(preview.measured).toMatchObject({ records: 3, postings: 1, skipped: 1, duplicates: 1 })
    expect(preview.skipped).toMatchObject([{ position: 3 }])
    expect(preview.unread).toEqual({ salary: 1 })
  })

  it('says which pages would have no markup for search engines, and why', async () => {
    const items = [
      { id: '1', title: 'One', day: '2026-02-01', text: 'Much', land: 'FR' },
      { id: '2', title: 'Two', text: 'Much', land: 'FR' },
      { id: '3', title: 'Three', land: 'Atlantis' },
    ]
    const mapping = { id: 'id', title: 'title', url: { const: 'https://acme.example/' }, datePosted: 'day', description: 'text' }

    const preview = await previewOf(JSON.stringify(items), {
      mapping: { ...mapping, location: { country: 'land' } },
      expect: { filled: { description: 0, location: 0, datePosted: 0 } },
    })

    expect(preview.outcome).toMatchObject({
      kind: 'saved',
      warnings: [
        expect.stringContaining('Atlantis'),
        '2 of 3 postings are shown without JobPosting markup, which search engines want: 2 have no datePosted, 1 has no description, 1 has no country of a place: map it if the feed has it',
      ],
    })
  })

  it('says how many would be on no list, for their last day is over; but not of a sample', async () => {
    const items = ['2026-02-28', '2026-03-01', '2026-03-02', undefined].map((until, id) => ({ id: String(id), title: 'One', until }))
    const mapping = { id: 'id', title: 'title', url: { const: 'https://acme.example/' }, validThrough: 'until' }
    const told = async (isExcerpt: boolean) => {
      const { outcome } = await previewOf(JSON.stringify(items), { mapping }, isExcerpt)
      return outcome.kind === 'saved' ? outcome.warnings.filter((warning) => warning.includes('validThrough')) : outcome
    }

    expect(await told(false)).toEqual(['2 of 4 postings are on no list, since validThrough is over: is it the last day of publication?'])
    expect(await told(true)).toEqual([])
  })

  it('is held as a run would be', async () => {
    const preview = await previewOf(listOf('1'), { expect: { postings: { min: 2 } } })

    expect(preview.outcome).toMatchObject({ kind: 'held', cause: 'expectation' })
  })

  it('warns on a sample of what would hold a run, and is held where it gives no posting', async () => {
    const list = {
      source: { file: { path: 'feed.json' }, format: { json: { records: 'jobs', total: 'total' } } },
      expect: { postings: { min: 2 } },
    }

    const [some, none] = [
      await previewOf(`{ "total": 9, "jobs": ${listOf('1')} }`, list, true),
      await previewOf('{ "total": 9, "jobs": [{ "id": "1" }] }', list, true),
    ]

    expect(some.outcome).toEqual({
      kind: 'saved',
      counts: { added: 1, changed: 0, removed: 0, unchanged: 0 },
      warnings: [expect.stringMatching(/^not judged on a sample: 1 posting, expected at least 2/), expect.stringContaining('JobPosting')],
    })
    expect(none.outcome).toMatchObject({ kind: 'held', cause: 'mapping' })
  })

  it('says how a word is written that no record has as a field', async () => {
    const mapping = { id: 'id', title: 'id', url: { const: 'https://acme.example/' }, location: { country: 'FR' }, employmentType: 'kind' }

    const { outcome } = await previewOf(
      '{ "jobs": [{ "id": "1" }] }',
      { mapping, source: { file: { path: 'x' }, format: { json: { records: 'jobs' } } } },
      true,
    )

    expect(outcome).toMatchObject({
      warnings: expect.arrayContaining([
        'mapping.location.country: no record has a field "FR": a bare word is a path: write { const: FR }',
      ]),
    })
    expect(outcome).toMatchObject({ warnings: expect.not.arrayContaining([expect.stringContaining('"kind"')]) })
  })

  it('names the field that was meant where one is named that no record has', async () => {
    const text = '<jobs><job><id>1</id><title>One</title><place><city>Lyon</city></place></job></jobs>'
    const mapping = { id: 'id', title: 'titel', url: { const: 'https://acme.example/' }, location: { city: 'place.citty' }, salary: 'pay' }
    const source = { file: { path: 'feed.xml' }, format: { xml: { records: 'jobs.job' } } }

    const { outcome } = await previewOf(text, { mapping, source })
    const right = await previewOf(text, { mapping: { ...mapping, title: 'title' }, source })

    expect(outcome).toMatchObject({
      kind: 'held',
      reasons: [
        'no record of 1 became a posting: look at the skipped records',
        'mapping.title: no record has a field "titel": did you mean "title"?',
        'mapping.location.city: no record has a field "citty": did you mean "city"?',
      ],
    })
    expect(right.outcome).toMatchObject({ reasons: expect.not.arrayContaining([expect.stringContaining('"title"')]) })
  })

  it.each([
    ['stauts', 'keep.0.path: no record has a field "stauts": did you mean "status"?'],
    ['visible.online', 'keep.0.path: no record has a field "visible", only id, title, status'],
    ['status', undefined],
  ])('says of a keep that leaves out all what it asks for and is not there: %s', async (path, expected) => {
    const items = [{ id: '1', title: 'One', status: 'open' }]

    const { outcome } = await previewOf(JSON.stringify(items), { keep: [{ path, is: 'live' }] })

    expect(outcome).toMatchObject({
      kind: 'held',
      cause: 'empty',
      reasons: [expect.stringContaining('keep leaves out every record (1)'), ...(expected === undefined ? [] : [expected])],
    })
  })

  it('fails as a run would, with what it saw until then', async () => {
    const preview = await previewOf('no JSON')

    expect(preview.outcome).toMatchObject({ kind: 'failed', cause: 'wrongFormat' })
    expect(preview.source).toBeUndefined()
  })

  it.each([
    ['is read to its end', listOf('1'), 'saved'],
    ['is at fault', 'no JSON', 'failed'],
  ])('lets go of a source that %s', async (_what, text, kind) => {
    const feed = aFileFeed()
    let isOpen = true
    const close = async () => {
      isOpen = false
    }

    const { outcome } = await previewFeed(feed, {
      read: async () => ({ ...readBytes(feed, Buffer.from(text)), [Symbol.asyncDispose]: close }),
      extent: { wholeAt: noon },
      async see() {
        expect(isOpen).toBe(true)
      },
    })

    expect(outcome.kind).toBe(kind)
    expect(isOpen).toBe(false)
  })

  it('throws a bug of ours', async () => {
    const feed = aFileFeed()
    const previewing = previewFeed(feed, {
      read: async () => readBytes(feed, Buffer.from(listOf('1'))),
      extent: { wholeAt: noon },
      async see() {
        throw new TypeError('our bug')
      },
    })

    await expect(previewing).rejects.toThrow('our bug')
  })
})
