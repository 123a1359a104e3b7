import { describe, expect, it } from 'vitest'
import { compileCondition } from '../../scripts/mapping/condition.ts'
import type { Condition } from '../../scripts/model/client.ts'
import type { SourceRecord } from '../../scripts/model/record.ts'
import { aMapper, usual } from './map-one.ts'

describe('compileCondition', () => {
  it.each([
    ['a word that is wanted', { path: 'a', is: 'open' }, { a: 'open' }, true],
    ['another', { path: 'a', is: 'open' }, { a: 'closed' }, false],
    ['none', { path: 'a', is: 'open' }, {}, false],
    ['a truth', { path: 'a', is: true }, { a: true }, true],
    ['the same truth as text', { path: 'a', is: true }, { a: 'true' }, true],
    ['a number', { path: 'a', is: [1, 2] }, { a: 2 }, true],
    ['one of several values', { path: 'a', is: 'x' }, { a: ['y', 'x'] }, true],
    ['a word that is not wanted', { path: 'a', isNot: ['draft', 'closed'] }, { a: 'draft' }, false],
    ['a word that is not named', { path: 'a', isNot: 'draft' }, { a: 'open' }, true],
    ['nothing where something is not wanted', { path: 'a', isNot: 'draft' }, {}, true],
    ['what a pattern finds', { path: 'a', matches: '^FR-' }, { a: 'FR-69' }, true],
    ['what it does not', { path: 'a', matches: '^FR-' }, { a: 'DE-FR-1' }, false],
    ['something', { path: 'a', filled: true }, { a: 'x' }, true],
    ['a blank', { path: 'a', filled: true }, { a: ' ' }, false],
    ['nothing where nothing is wanted', { path: 'a', filled: false }, {}, true],
  ] as [string, Condition, SourceRecord['fields'], boolean][])('judges %s', (_what, condition, fields, expected) => {
    expect(compileCondition(condition)(fields)).toBe(expected)
  })
})

describe('keep', () => {
  it('leaves out records that are not wanted, which is no fault, and reads what it looks at', () => {
    const mapper = aMapper(
      {},
      {
        keep: [
          { path: 'isListed', is: true },
          { path: 'kind', isNot: 'draft' },
        ],
      },
    )

    const mapped = [{ isListed: true, kind: 'job' }, { isListed: false }, { isListed: true, kind: 'draft' }].map((fields, index) =>
      mapper.map({ position: index + 1, fields: { ...usual, ...fields } }),
    )

    const leftOut = { ok: false, isForeign: false }
    expect(mapped).toEqual([{ ok: true, posting: expect.anything(), unread: [], isClear: true }, leftOut, leftOut])
    expect([...mapper.unread().keys()]).toEqual([])
  })

  it.each([
    ['no field of the mapping', {}, true],
    ['no id', { ...usual, id: ' ' }, true],
    ['the one field of the id that other records lack', { ref: '1', title: 'x', url: 'x' }, false],
    ['all of them', usual, false],
  ] as const)('tells of a record that it leaves out and that has %s whether it could be a posting', (_what, fields, isForeign) => {
    const mapper = aMapper({ id: { from: ['id', 'ref'] } }, { keep: [{ path: 'isListed', is: true }] })

    expect(mapper.map({ position: 1, fields })).toEqual({ ok: false, isForeign })
  })
})
