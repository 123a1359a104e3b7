import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { JsonScanner } from '../../scripts/source/json-scanner.ts'
import { fieldsOf, readAll } from './read-all.ts'

function scan(path: readonly string[], text: string, length = text.length): unknown[] {
  const found: unknown[] = []
  const scanner = new JsonScanner(path, (record) => found.push(JSON.parse(record)))
  for (let start = 0; start < text.length; start += length) scanner.write(text.slice(start, start + length))
  scanner.end()
  expect(scanner.isEnded).toBe(true)
  return found
}

describe('JsonScanner', () => {
  it.each([
    ['the document itself', [], '[{"a":1},{"a":2}]', [{ a: 1 }, { a: 2 }]],
    ['a list in the document', ['jobs'], '{"x":[{"a":0}],"jobs":[{"a":1}],"y":"]"}', [{ a: 1 }]],
    ['a nested list', ['d', 'jobs'], '{"jobs":[{"a":0}],"d":{"jobs":[{"a":1}]}}', [{ a: 1 }]],
    ['lists within a list', ['d', 'jobs'], '{"d":[{"jobs":[{"a":1}]},{"n":[]},{"jobs":[{"a":2}]}]}', [{ a: 1 }, { a: 2 }]],
    ['one object', ['job'], '{"job":{"a":{"b":[]}}}', [{ a: { b: [] } }]],
    ['one object that is the document', [], ' {"a":1} ', [{ a: 1 }]],
    ['what is no object too', [], '[1,"two",null,{"a":3}]', [1, 'two', null, { a: 3 }]],
    ['strings with quotes and brackets', [], String.raw`[{"a":"\"]}\\"},{"b":"\\"}]`, [{ a: '"]}\\' }, { b: '\\' }]],
    ['a name written with escapes', ['jobs'], String.raw`{"\u006aobs":[{"a":1}]}`, [{ a: 1 }]],
  ])('finds records in %s', (_what, path, text, expected) => {
    const found = scan(path, text)

    expect(found).toEqual(expected)
  })

  it('takes a long record from a host that sends little at a time, and says where it began', () => {
    const begins: number[] = []
    const record = JSON.stringify({ a: '\\'.repeat(1_000_000), b: '[{'.repeat(500_000) })
    const scanner = new JsonScanner([], (text, at) => begins.push(text === record ? at : -1))

    // Were what has come put together with each piece, this would take minutes: the test's own time limit is the assertion.
    for (const text of [`[${record},`, `${record}]`]) for (let at = 0; at < text.length; at += 50) scanner.write(text.slice(at, at + 50))

    expect(begins).toEqual([1, record.length + 2])
  })

  it.each([
    ['text', `"${'\\"'.repeat(1_000_000)}"`],
    ['number', '1'.repeat(2_000_000)],
  ])('passes a long %s beside the records that comes a little at a time', (_what, long) => {
    const found: string[] = []
    const text = `{"x":${long},"jobs":[{"a":1}]}`
    const scanner = new JsonScanner(['jobs'], (record) => found.push(record))

    // Here, too, the time limit is the assertion.
    for (let at = 0; at < text.length; at += 500) scanner.write(text.slice(at, at + 500))
    scanner.end()

    expect(found).toEqual(['{"a":1}'])
    expect(scanner.isEnded).toBe(true)
  })

  it('agrees with JSON.parse on any list, however the text is cut', () => {
    fc.assert(
      fc.property(
        fc.array(fc.dictionary(fc.string(), fc.jsonValue())),
        fc.jsonValue(),
        fc.integer({ min: 1, max: 50 }),
        (jobs, other, length) => {
          const text = JSON.stringify({ before: other, a: [{ jobs }, { x: other }], after: other }, undefined, length % 3)

          expect(scan(['a', 'jobs'], text, length)).toEqual(JSON.parse(JSON.stringify(jobs)))
        },
      ),
    )
  })
})

describe('readJson', () => {
  it('does not round an id that a double cannot hold', async () => {
    const fields = await fieldsOf({ json: {} }, '[{"id":12345678901234567890,"small":12,"price":1.50}]')

    expect(fields).toEqual([{ id: '12345678901234567890', small: 12, price: 1.5 }])
  })

  it('keeps a field named __proto__ from reaching any prototype', async () => {
    await fieldsOf({ json: {} }, '[{"__proto__":{"polluted":"yes"}}]')

    expect(({} as Record<string, unknown>).polluted).toBeUndefined()
  })

  it('reads an empty list as empty and complete', async () => {
    const { records, facts } = await readAll({ json: { records: 'departments.jobs' } }, '{"departments":[]}')

    expect(records).toEqual([])
    expect(facts.isComplete).toBe(true)
  })

  it.each([
    ['an end inside the list', '{"jobs":[{"a":1},{"a"', 'truncated'],
    ['an end after the list', '{"jobs":[{"a":1}]', 'truncated'],
    ['an end inside a string', '{"jobs":[{"a":1}],"x":"abc', 'truncated'],
    ['no list at the path', '{"offers":[{"a":1}]}', 'pathMissing'],
    ['null for the list', '{"jobs":null}', 'pathMissing'],
    ['nothing', '  ', 'wrongFormat'],
    ['a comma too much', '{"jobs":[{"a":1},]}', 'wrongFormat'],
    ['a record that is no JSON', '{"jobs":[{a:1}]}', 'wrongFormat'],
    ['a raw line break in a string', '{"jobs":[{"a":"1\n2"}]}', 'wrongFormat'],
    ['several documents', '{"jobs":[]}\n{"jobs":[]}', 'wrongFormat'],
    ['a word that is none', '{"x":nil,"jobs":[]}', 'wrongFormat'],
    ['XML', '<jobs/>', 'wrongFormat'],
    ['more levels than any record has', `{"jobs":[${'['.repeat(100_000)}`, 'wrongFormat'],
    ['more levels in a record', `{"jobs":[{"a":${'['.repeat(100_000)}`, 'wrongFormat'],
  ])('refuses %s', async (_what, text, causeName) => {
    const reading = readAll({ json: { records: 'jobs' } }, text)

    await expect(reading).rejects.toMatchObject({ name: 'SourceError', causeName })
  })

  it.each([
    ['a record', { records: 'jobs' }, `{"jobs":[{"a":"${'x'.repeat(11_000_000)}"}]}`, 'is "jobs" the record path?'],
    ['a text beside the records', { records: 'jobs' }, `{"a":"${'x'.repeat(32_000_000)}","jobs":[]}`, 'is "jobs" the record path?'],
    ['a document that is one record', {}, `{"jobs":["${'x'.repeat(11_000_000)}"]}`, 'name its path in records'],
  ])('refuses %s of a length that no record has', async (_what, json, text, advice) => {
    const reading = readAll({ json }, text)

    await expect(reading).rejects.toMatchObject({ name: 'SourceError', causeName: 'tooLarge' })
    await expect(reading).rejects.toThrow(advice)
  })

  it('says what the document holds instead of the list', async () => {
    const reading = readAll({ json: { records: 'jobs' } }, '{"offers":[{"a":1}],"meta":{}}')

    await expect(reading).rejects.toThrow('no list at "jobs"; the document is an object with offers, meta')
  })

  it.each([
    [{ records: 'jobs' }, '[{"a":1}]', 'no list at "jobs"; the document is a list, a lone value or an empty object'],
    [{ records: 'jobs' }, '{}', 'no list at "jobs"; the document is a list, a lone value or an empty object'],
    [{}, '"none"', 'no list at the root; the document is a value that is no list'],
  ])('says so where the document has another form than %o', async (json, text, message) => {
    await expect(readAll({ json }, text)).rejects.toThrow(message)
  })
})
