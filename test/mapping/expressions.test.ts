import { describe, expect, it } from 'vitest'
import { expressionPaths } from '../../scripts/mapping/expression-syntax.ts'
import type { Transform } from '../../scripts/model/client.ts'
import type { SourceRecord } from '../../scripts/model/record.ts'
import { createFields } from '../../scripts/source/fields.ts'
import { aMapper, usual } from './map-one.ts'

async function mapAll(reference: Transform, all: readonly SourceRecord['fields'][]) {
  const mapper = aMapper({ reference })
  const records = all.map((fields, index): SourceRecord => ({ position: index + 1, fields: { ...usual, ...fields } }))
  await mapper.prepare?.(records)
  const mapped = records.map((record) => mapper.map(record))
  return { references: mapped.map((one) => (one.ok ? one.posting.reference : 'none')), warnings: mapper.warnings() }
}

describe('expr', () => {
  it.each([
    [
      'joins what fits',
      "$join(tags[type = 'skill'].name, '/')",
      {
        tags: [
          { type: 'skill', name: 'x' },
          { type: 'y', name: 'y' },
          { type: 'skill', name: 'z' },
        ],
      },
      'x/z',
    ],
    ['computes', 'months * 12', { months: 3 }, '36'],
    ['gives several values', 'a.b', { a: [{ b: 'x' }, { b: 'y' }] }, 'x, y'],
    ['gives nothing', 'a.b', {}, undefined],
    ['gives a truth', 'a > 1', { a: 2 }, 'true'],
    ['matches patterns', '$match(a, /R-(\\d+)/i).groups[0]', { a: 'x r-42' }, '42'],
    ['replaces by patterns', "$replace(a, /\\s+/, '-')", { a: 'x  y z' }, 'x-y-z'],
  ] as [string, string, SourceRecord['fields'], string | undefined][])('%s', async (_what, expr, fields, expected) => {
    const { references, warnings } = await mapAll({ expr }, [fields])

    expect(references).toEqual([expected])
    expect(warnings).toEqual([])
  })

  it('reads records that have no prototype, as those of XML', async () => {
    const fields = Object.assign(createFields(), { a: Object.assign(createFields(), { b: 'x' }) })

    const { references } = await mapAll({ expr: 'a.b' }, [fields])

    expect(references).toEqual(['x'])
  })

  it('is a source like any other: what follows in the chain is applied', async () => {
    const { references } = await mapAll(
      { from: [{ when: { path: 'b', filled: true }, expr: 'a & b' }, 'a'], map: { xy: 'one', x: 'two' } },
      [{ a: 'x', b: 'y' }, { a: 'x' }],
    )

    expect(references).toEqual(['one', 'two'])
  })

  it.each([
    ['an object', '{"a": a}', 'expression gives an object: name one of its fields', '{"a": a}'],
    ['a list of objects', '[{"a": a}]', 'expression gives a list of objects: name one of their fields', '[{"a": a}]'],
    ['a division by 0', 'b / 0', 'expression gives a number without end: does it divide by 0?', 'b / 0'],
    ['what JSONata says is wrong', 'a * 2', 'expression failed', 'The left side of the "*" operator must evaluate to a number'],
    ['what it says itself', "$error('no number')", 'expression failed', 'no number'],
  ])('reports %s', async (_what, expr, problem, told) => {
    const { references, warnings } = await mapAll({ expr }, [{ a: 'x', b: 1 }])

    expect(references).toEqual([undefined])
    expect(warnings).toEqual([{ property: 'reference', problem, count: 1, values: [[told, 1]] }])
  })

  it.each([
    ['an expression without end', '($f := function($n) { $f($n + 1) }; $f(1))', /more than 200 levels deep|ran out of time/],
    ['an expression that grows without end', '($f := function($n) { [1] ~> $append($f($n + 1)) }; $f(1))', /more than 200 levels deep/],
    ['a list that is too long', '[1..10000000]', /a list of more than 100000 elements/],
  ])('ends %s', async (_what, expr, problem) => {
    const { warnings } = await mapAll({ expr }, [{}])

    expect(warnings).toEqual([expect.objectContaining({ problem: expect.stringMatching(problem) })])
  })

  it.each([
    ['$count($distinct(tags))', 2_000, 2_001],
    ['$count($sort(tags))', 2_000, 2_001],
    ['$count(tags^(>$))', 2_000, 2_001],
    ['$count($spread(tags.{"x": $}))', 200, 5_001],
    ['$count(tags)', 100_000, 100_001],
    ['$length(tags[0] & tags[0])', 5_000, 10_000_001],
  ])('takes for %s what is long, and refuses what it could not get through', async (expr, long, tooLong) => {
    const isText = expr.startsWith('$length')
    const tagsOf = (length: number) => (isText ? ['x'.repeat(length / 2)] : Array.from({ length }, (_, index) => `tag ${index}`))

    const { references, warnings } = await mapAll({ expr }, [{ tags: tagsOf(long) }, { tags: tagsOf(tooLong + 1) }])

    expect(references).toEqual([String(long), undefined])
    expect(warnings).toEqual([
      expect.objectContaining({
        problem: expect.stringMatching(/^expression (?:meets a list|makes a text) of more than \d+ .*: /),
        count: 1,
      }),
    ])
  })

  it('does not hang on data that was made for its pattern', async () => {
    const { references } = await mapAll({ expr: '$contains(a, /^(a+)+$/)' }, [{ a: `${'a'.repeat(5_000)}!` }])

    expect(references).toEqual(['false'])
  })

  it('is not tried for ever where it runs out of time', async () => {
    const { warnings } = await mapAll(
      { expr: 'a ? ($f := function($n) { $f($n + 1) }; $f(1)) : "x"' },
      Array.from({ length: 9 }, () => ({ a: true })),
    )

    expect(warnings.map(({ problem, count }) => [problem, count])).toEqual([
      ['expression ran out of time (250 ms a record): write a simpler one', 5],
      ['expression ran out of time for 5 records and is not tried any more', 4],
    ])
  })
})

describe('expressionPaths', () => {
  it.each([
    ['a', ['a']],
    ['a.b & c', ['a.b', 'c']],
    ["$join(tags[type = 'x'].name, ', ')", ['tags.type', 'tags.name']],
    ['lists.(text & content)', ['lists.text', 'lists.content', 'lists']],
    ['a.($$.b)', ['b', 'a']],
    ['`x.y`.z', ['["x.y"].z']],
    ["$replace(a, /b/, '')", ['a']],
  ])('finds those of %s', (expression, expected) => {
    expect(expressionPaths(expression)).toEqual(expected)
  })
})
