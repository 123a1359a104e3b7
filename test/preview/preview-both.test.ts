import { describe, expect, it } from 'vitest'
import type { Feed } from '../../scripts/model/feed.ts'
import { type Both, previewBoth } from '../../scripts/preview/preview-both.ts'
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

    expect({ counts: comparison?.counts, opened }).toEqual({ counts: { added: 0, removed: 0, changed: 0, unchanged: 2 }, opened: 1 })
  })

  it('compares posting by posting', async () => {
    const before = aFileFeed({ mapping: { id: 'old', title: 'title', url: { const: 'https://jobs.acme.example/' } } })
    const now = aFileFeed({
      mapping: { id: { from: 'id', map: { 1: 'a', 2: 'new' } }, title: ['title', 'line'], url: { const: 'https://jobs.acme.example/' } },
    })

    const { comparison } = await compare(now, before)

    expect(comparison).toMatchObject({
      counts: { added: 1, removed: 1, changed: 1, unchanged: 0 },
      added: [{ id: 'new' }],
      removed: [{ id: 'b' }],
      changed: [{ id: 'a' }],
    })
  })

  it('maps the same bytes in the encoding that their header named', async () => {
    const bytes = Buffer.from(JSON.stringify([{ id: '1', title: 'Boucher à Évry' }]), 'latin1')

    const { comparison } = await compare(aFileFeed(), aFileFeed(), bytes, 'windows-1252')

    expect(comparison).toMatchObject({ counts: { unchanged: 1 } })
  })

  it('compares nothing where one side fails', async () => {
    const failing = aFileFeed({ source: { file: { path: 'feed.json' }, format: { json: { records: 'jobs' } } } })

    const { now, before, comparison } = await compare(aFileFeed(), failing)

    expect([now.outcome.kind, before.outcome, comparison]).toMatchObject(['saved', { kind: 'failed', cause: 'pathMissing' }, undefined])
  })
})
