import { describe, expect, it } from 'vitest'
import { fieldsOf, readAll } from './read-all.ts'

describe('readJsonLines', () => {
  it.each([1, 7, 10_000])('reads a record a line, in pieces of %d bytes', async (pieceLength) => {
    const fields = await fieldsOf({ jsonl: {} }, '{"id":1,"t":"é"}\r\n\n  {"id":12345678901234567890}\n{"id":3}', pieceLength)

    expect(fields).toEqual([{ id: 1, t: 'é' }, { id: '12345678901234567890' }, { id: 3 }])
  })

  it('skips a line that is no JSON, since the others are whole', async () => {
    const { records } = await readAll({ jsonl: {} }, '{"id":1}\n{"id":\n{"id":3}\n')

    expect(records.map(({ position, fault }) => [position, fault !== undefined])).toEqual([
      [1, false],
      [2, true],
      [3, false],
    ])
  })

  it('skips a line that is deeper than anything may walk through', async () => {
    const { records } = await readAll({ jsonl: {} }, `{"id":1}\n{"a":${'['.repeat(5_000)}${']'.repeat(5_000)}}\n{"id":3}\n`)

    expect(records[1]?.fault).toMatch(/more than 200 levels/)
  })

  it.each([
    ['a last line that is cut', '{"id":1}\n{"id":2,"tit', 'truncated'],
    ['no line', '\n', 'wrongFormat'],
    ['a document over several lines', '[\n{"id":1},\n{"id":2}\n]\n', 'saved'],
    ['text', 'id;title\n1;x\n', 'wrongFormat'],
    ['a line without end', `{"id":"${'x'.repeat(10_100_000)}`, 'tooLarge'],
  ])('judges %s', async (_what, content, reason) => {
    const ending = await readAll({ jsonl: {} }, content).then(
      () => 'saved',
      (error) => error.reason,
    )

    expect(ending).toBe(reason)
  })
})
