import { describe, expect, it } from 'vitest'
import type { Feed } from '../../scripts/model/feed.ts'
import type { Posting } from '../../scripts/model/posting.ts'
import { comparePostings } from '../../scripts/preview/compare-postings.ts'
import { type Both, previewBoth } from '../../scripts/preview/preview-both.ts'
import { previewFeed } from '../../scripts/preview/preview-feed.ts'
import { readBytes } from '../../scripts/source/read.ts'
import { aFileFeed } from '../run/world.ts'
import { noon } from '../support/build.ts'

const text = JSON.stringify([
  { id: '1', old: 'a', title: 'One', line: 'a\u2028b\nc' },
  { id: '2', old: 'b', title: 'Two' },
  { id: '2', old: 'b', title: 'Again' },
  { id: '3', old: 'c', title: '' },
])

interface Compared extends Both {
  readonly opened: number
}

async function compare(now: Feed, before: Feed, bytes: Uint8Array = Buffer.from(text), charset?: string): Promise<Compared> {
  let opened = 0
  const both = await previewBoth(now, before, {
    open: async (listeners) => {
      opened += 1
      return readBytes(now, bytes, { ...listeners, charset })
    },
    see: async () => {},
    extent: { wholeAt: noon },
  })
  return { ...both, opened }
}

describe('previewBoth', () => {
  it('reads once, and finds no difference where nothing changed', async () => {
    const { comparison, opened } = await compare(aFileFeed(), aFileFeed())

    expect({ comparison, opened }).toEqual({ comparison: { added: [], removed: [], changed: [], unchanged: 2 }, opened: 1 })
  })

  it('compares as if all postings were at hand', async () => {
    const before = aFileFeed({ mapping: { id: 'old', title: 'title', url: { const: 'https://jobs.acme.example/' } } })
    const now = aFileFeed({
      mapping: { id: { from: 'id', map: { 1: 'a', 2: 'new' } }, title: ['title', 'line'], url: { const: 'https://jobs.acme.example/' } },
    })
    const all = async (feed: Feed) => {
      const postings: Posting[] = []
      const read = async () => readBytes(feed, Buffer.from(text))
      const see = async (seen: readonly { readonly posting: Posting }[]) => void postings.push(...seen.map(({ posting }) => posting))
      await previewFeed(feed, { read, see, extent: { wholeAt: noon } })
      return postings
    }

    const { comparison } = await compare(now, before)

    expect(comparison).toMatchObject({ added: [{ id: 'new' }], removed: [{ id: 'b' }], changed: [{ id: 'a' }], unchanged: 0 })
    expect(comparison).toEqual(comparePostings(await all(before), await all(now)))
  })

  it('maps the same bytes in the encoding that their header named', async () => {
    const bytes = Buffer.from(JSON.stringify([{ id: '1', title: 'Boucher à Évry' }]), 'latin1')

    const { comparison } = await compare(aFileFeed(), aFileFeed(), bytes, 'windows-1252')

    expect(comparison).toMatchObject({ unchanged: 1 })
  })

  it('compares nothing where one side fails', async () => {
    const failing = aFileFeed({ source: { file: { path: 'feed.json' }, format: { json: { records: 'jobs' } } } })

    const { now, before, comparison } = await compare(aFileFeed(), failing)

    expect([now.outcome.kind, before.outcome, comparison]).toMatchObject(['saved', { kind: 'failed', cause: 'pathMissing' }, undefined])
  })
})
