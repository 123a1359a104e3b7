import { describe, expect, it } from 'vitest'
import { UnreadFields } from '../../scripts/mapping/unread.ts'
import type { SourceRecord } from '../../scripts/model/record.ts'

function unread(read: readonly string[], ignored: readonly string[], ...records: SourceRecord['fields'][]) {
  const fields = new UnreadFields(read, ignored)
  for (const record of records) fields.look(record)
  return Object.fromEntries(fields.counts())
}

describe('UnreadFields', () => {
  it.each([
    ['nothing where all is read', ['a', 'b.c'], [], { a: '1', b: { c: '2' } }, {}],
    ['what nobody reads', ['a'], [], { a: '1', b: '2', c: { d: 3 } }, { b: 1, 'c.d': 1 }],
    ['nothing that is empty', [], [], { a: '', b: ' ', c: null, d: [], e: {}, f: 0, g: false }, { f: 1, g: 1 }],
    ['nothing that is ignored, nor what is below it', [], ['a', 'b.c'], { a: { x: '1', y: ['2'] }, b: { c: '3', d: '4' } }, { 'b.d': 1 }],
    ['what is below a path that reads text', ['a'], [], { a: { '#text': 'x', '@lang': 'fr', b: 'y' } }, { 'a.@lang': 1, 'a.b': 1 }],
    ['a list once', [], [], { a: [{ b: '1' }, { b: '2' }] }, { 'a.b': 1 }],
    ['nothing of a list of which one element is read', ['a.0.b'], [], { a: [{ b: '1' }, { b: '2' }] }, {}],
    ['names with dots as a path has them', [], [], { 'a.b': 'x' }, { '["a.b"]': 1 }],
  ])('reports %s', (_what, read, ignored, record, expected) => {
    expect(unread(read, ignored, record)).toEqual(expected)
  })

  it('counts records, the most frequent field first', () => {
    const found = unread([], [], { a: '1' }, { a: '', b: ['x', 'y'] }, { b: 'z' }, { b: 'z' })

    expect(Object.entries(found)).toEqual([
      ['b', 3],
      ['a', 1],
    ])
  })

  it('does not grow with names that are data', () => {
    const records = Array.from({ length: 5_000 }, (_, index) => ({ [`id-${index}`]: 'x' }))

    expect(Object.keys(unread([], [], ...records)).length).toBeLessThanOrEqual(2_000)
  })

  it('shows the beginning of a name that is longer than any', () => {
    expect(unread([], [], { ['x'.repeat(1_000_000)]: 'y', ['x'.repeat(2_000_000)]: 'y' })).toEqual({ [`${'x'.repeat(200)}…`]: 2 })
  })
})
