import { describe, expect, it } from 'vitest'
import { readJsonLines } from '../../scripts/source/json-lines.ts'
import { fieldsOf, readAll } from './read-all.ts'

describe('readJsonLines', () => {
  it.each([1, 7, 10_000])('reads a record a line, in pieces of %d bytes', async (pieceLength) => {
    const fields = await fieldsOf({ jsonl: {} }, '{"id":1,"t":"é"}\r\n\n  {"id":12345678901234567890}\n{"id":3}', pieceLength)

    expect(fields).toEqual([{ id: 1, t: 'é' }, { id: '12345678901234567890' }, { id: 3 }])
  })

  it('takes a long line from a host that sends little at a time', async () => {
    const line = JSON.stringify({ a: 'x'.repeat(3_000_000) })
    async function* text() {
      for (let at = 0; at < line.length; at += 50) yield line.slice(at, at + 50)
      yield '\n{"a":1}\n'
    }

    const batches = await Array.fromAsync(readJsonLines(text(), 'acme/jobs'))

    expect(batches.flat().map(({ fields }) => String(fields.a).length)).toEqual([3_000_000, 1])
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
  ])('judges %s', async (_what, content, causeName) => {
    const ending = await readAll({ jsonl: {} }, content).then(
      () => 'saved',
      (error) => error.causeName,
    )

    expect(ending).toBe(causeName)
  })
})
