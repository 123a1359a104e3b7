import { describe, expect, it } from 'vitest'
import { compileTransform } from '../../scripts/mapping/chain.ts'
import { Expressions } from '../../scripts/mapping/expressions.ts'
import type { Transform } from '../../scripts/model/client.ts'
import type { SourceRecord } from '../../scripts/model/record.ts'

function apply(transform: Transform, fields: SourceRecord['fields']) {
  const reports: string[] = []
  const value = compileTransform(transform, new Expressions())(fields, (problem, text) => reports.push(`${problem}: ${text}`))
  return { value, reports }
}

describe('a path', () => {
  it.each([
    ['a name', 'a', { a: ' x ' }, 'x'],
    ['a missing name', 'a', {}, undefined],
    ['a blank text', 'a', { a: ' \n' }, undefined],
    ['null', 'a', { a: null }, undefined],
    ['a number', 'a', { a: 0 }, '0'],
    ['a truth', 'a', { a: false }, 'false'],
    ['names within names', 'a.b', { a: { b: 'x' } }, 'x'],
    ['an attribute', 'a.@lang', { a: { '@lang': 'fr', '#text': 'x' } }, 'fr'],
    ['the text beside attributes', 'a', { a: { '@lang': 'fr', '#text': 'x' } }, 'x'],
    ['an object without text', 'a', { a: { b: 'x' } }, undefined],
    ['a list', 'a', { a: ['x', 'y'] }, ['x', 'y']],
    ['a list on the way, with its gaps', 'a.b', { a: [{ b: 'x' }, {}, { b: 'z' }] }, ['x', undefined, 'z']],
    ['an element', 'a.1', { a: ['x', 'y'] }, 'y'],
    ['an element of an element', 'a.1.b', { a: [{ b: 'x' }, { b: 'y' }] }, 'y'],
    ['the first of what is no list', 'a.0.b', { a: { b: 'x' } }, 'x'],
    ['an element that is not there', 'a.5', { a: ['x'] }, undefined],
    ['a name with a dot', '["a.b"].c', { 'a.b': { c: 'x' } }, 'x'],
    ['a name with a blank', 'Job Title', { 'Job Title': 'x' }, 'x'],
    ['a name that every object has', 'constructor', {}, undefined],
    ['a prototype', '__proto__.toString', {}, undefined],
    ['the length of a text', 'a.length', { a: 'x' }, undefined],
  ])('reads %s', (_what, path, fields, expected) => {
    const { value } = apply(path, fields)

    expect(value).toEqual(expected)
  })
})

describe('a chain', () => {
  it.each([
    ['joins a list of paths by a blank', ['a', 'c', 'b'], { a: 'x', b: 'y' }, 'x y'],
    ['joins what is filled', { join: ['a', 'b', 'c'], with: '/' }, { a: 'x', b: '', c: ['y', 'z'] }, 'x/y/z'],
    ['joins nothing to nothing', { join: ['a', 'b'] }, {}, undefined],
    ['takes the first path that is filled', { from: ['a', 'b', 'c'] }, { a: '', b: [null], c: 'z' }, 'z'],
    ['gives a constant', { const: 'FR' }, {}, 'FR'],
    [
      'replaces all, literally',
      {
        from: 'a',
        replace: [
          { find: '.', by: '-' },
          { find: '$', by: '$&' },
        ],
      },
      { a: 'x.y.$' },
      'x-y-$&',
    ],
    ['has no value where a replacement takes it away', { from: 'a', replace: [{ find: 'x', by: '' }], else: 'none' }, { a: 'x' }, 'none'],
    ['splits', { from: 'a', split: ',' }, { a: 'x, y,,z' }, ['x', 'y', 'z']],
    ['takes a part', { from: 'a', split: ',', take: 2 }, { a: 'x, y, z' }, 'y'],
    ['takes the last part', { from: 'a', split: ',', take: -1 }, { a: 'x, y, z' }, 'z'],
    ['takes a part of each value', { from: 'a', split: ',', take: -1 }, { a: ['x, y', null, 'z'] }, ['y', undefined, 'z']],
    ['counts a part that is empty', { from: 'a', split: ', ', take: 3 }, { a: 'Lyon, , France' }, 'France'],
    ['has no value where the part is empty', { from: 'a', split: ', ', take: 2, else: 'none' }, { a: 'Lyon, , France' }, 'none'],
    ['takes one of several values', { from: 'a', take: 1 }, { a: [null, 'y'] }, 'y'],
    ['has no value beyond the last part', { from: 'a', split: ',', take: 9 }, { a: 'x' }, undefined],
    ['translates', { from: 'a', map: { x: 'one', y: 'two' } }, { a: ['x', 'y'] }, ['one', 'two']],
    ['puts a value where there is none', { from: 'a', else: 'FR' }, { a: ' ' }, 'FR'],
    ['reads a date', { from: 'a', date: 'dd/MM/yyyy' }, { a: '31/12/2025' }, '2025-12-31'],
    ['reads a date for a zone', { from: 'a', date: 'milliseconds', zone: 'Europe/Paris' }, { a: 1772321400000 }, '2026-03-01'],
    ['reads a date out of what else gave', { from: 'a', else: '01/02/2025', date: 'dd/MM/yyyy' }, {}, '2025-02-01'],
    ['makes HTML safe', { from: 'a', html: true }, { a: '<p onclick="x()">A &amp; B</p>' }, '<p>A &amp; B</p>'],
    ['resolves escaped HTML once', { from: 'a', html: 'escaped' }, { a: '&lt;p&gt;A &amp;amp; B&lt;/p&gt;' }, '<p>A &amp; B</p>'],
    ['takes the text of HTML', { from: 'a', text: true }, { a: '<b>A</b> &amp; <i>B</i>' }, 'A & B'],
    ['resolves an address', { from: 'a', base: 'https://acme.example/jobs/' }, { a: '../x?y=1' }, 'https://acme.example/x?y=1'],
    [
      'keeps an absolute address',
      { from: 'a', base: 'https://acme.example/' },
      { a: 'https://other.example/x' },
      'https://other.example/x',
    ],
    ['keeps what a pattern finds', { from: 'a', match: '\\d{5}' }, { a: 'Lyon (69001), 69002' }, '69001'],
    ['keeps what its first group finds', { from: 'a', match: '(?i)ref: (\\w+)' }, { a: 'REF: X1 Y' }, 'X1'],
    ['has no value where a pattern finds nothing', { from: 'a', match: '\\d+', else: 'none' }, { a: 'x' }, 'none'],
    [
      'replaces what a pattern finds',
      { from: 'a', replace: [{ pattern: '(\\w+) [FH]/[FH]$', by: '$1' }] },
      { a: 'Boucher F/H' },
      'Boucher',
    ],
    ['has a value only when a condition holds', { when: { path: 'ok', is: true }, from: 'a' }, { ok: true, a: 'x' }, 'x'],
    ['has none when it does not', { when: { path: 'ok', is: true }, from: 'a' }, { ok: false, a: 'x' }, undefined],
    ['has another when it does not', { when: { path: 'ok', is: true }, from: 'a', else: 'z' }, { a: 'x' }, 'z'],
    [
      'chooses by conditions',
      { from: [{ when: { path: 'kind', is: 'a' }, from: 'x' }, { when: { path: 'kind', is: ['b', 'c'] }, from: 'y' }, 'z'] },
      { kind: 'b', x: '1', y: '2', z: '3' },
      '2',
    ],
    ['joins chains', { join: [{ from: 'a', replace: [{ find: 'x', by: 'y' }] }, 'b'], with: '-' }, { a: 'x', b: 'x' }, 'y-x'],
    [
      'puts sections together',
      { sections: { from: 's', heading: 'h', body: 'b' }, html: true },
      { s: [{ h: 'A & B', b: '<p>x</p>' }, { h: 'empty' }, { b: '<ul><li>y</li></ul>' }] },
      '<h3>A &amp; B</h3>\n<p>x</p>\n<ul><li>y</li></ul>',
    ],
    [
      'resolves the entities of sections, not of their headings',
      { sections: { from: ['s.one', 's.two'], heading: 'h', body: 'b' }, html: 'escaped' },
      { s: { two: { h: 'A &lt;i&gt;', b: '&lt;p&gt;x &amp;amp; y&lt;/p&gt;' } } },
      '<h3>A &amp;lt;i&amp;gt;</h3>\n<p>x &amp; y</p>',
    ],
    [
      'puts sections among other texts',
      { join: ['a', { sections: { from: 's', body: 'b' } }], html: true },
      { a: '<p>1</p>', s: { b: '<p onclick="x()">2</p>' } },
      '<p>1</p> <p>2</p>',
    ],
  ] as [string, Transform, SourceRecord['fields'], unknown][])('%s', (_what, transform, fields, expected) => {
    const { value, reports } = apply(transform, fields)

    expect(value).toEqual(expected)
    expect(reports).toEqual([])
  })

  it('reports a word that its map does not know, and guesses nothing', () => {
    const { value, reports } = apply({ from: 'a', map: { x: 'one' }, else: 'other' }, { a: 'constructor' })

    expect(value).toBeUndefined()
    expect(reports).toEqual(['unknown word: constructor'])
  })

  it('reports a date in another format', () => {
    const { value, reports } = apply({ from: 'a', date: ['dd/MM/yyyy', 'iso'] }, { a: 'Posted yesterday' })

    expect(value).toBeUndefined()
    expect(reports).toEqual(['not a date in the given format: name its own in date, too: Posted yesterday'])
  })
})
