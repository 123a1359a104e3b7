import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseDocument, stringify } from 'yaml'
import { parseClient } from '../../scripts/config/parse.ts'
import { findUnbalanced } from '../../scripts/config/unbalanced.ts'

function told(text: string): string[] {
  const parsed = parseClient(text, 'clients/acme.yaml')
  return parsed.ok
    ? []
    : parsed.problems.map(({ line, column, found, expected, fix }) => `${line}:${column} ${found} | ${expected} | ${fix}`)
}

describe('parseClient, where the text is no YAML', () => {
  it.each([
    ['a tab', 'page:\n\ttitle: x\n', '2:1 "\\ttitle: x" | spaces as indentation | indent with spaces: YAML does not allow tabs there'],
    [
      'a second document',
      'name: x\n---\nname: y\n',
      '2:1 "---" | one document | one file is one client: remove the line --- and what follows',
    ],
    ['a colon in a text', 'name: Acme: jobs\n', '1:7 "Acme: jobs" | one value after a key | put a text that holds a colon'],
    ['a sign that begins no text', 'name: @acme\n', '1:7 "@acme" | a text that begins with a letter or a digit | put the text in quotes'],
    ['an open quote', 'name: "Acme', '1:7 nothing | a second " for this " | write the missing "'],
    ['a key without a colon', 'name: x\ntitle\npage: y\n', '2:1 "title" | a key with its colon in one line | write key: value'],
    ['a line out of its column', 'page:\n    a: 1\n  b: 2\n', '3:1 "  b: 2" | what belongs together in one column'],
    ['an escape that is none', 'name: "a\\q"\n', '1:9 "\\\\q\\"" | an escape sequence of YAML | write the backslash twice'],
    ['a tag', 'name: !exec x\n', '1:7 "!exec x" | a value without a tag | remove the tag'],
    ['a tag for what JSON has not', 'name: !!binary aGk=\n', '1:7 "!!binary aGk=" | a value without a tag | remove the tag'],
    ['an alias of nothing', 'a: &b 1\nname: *c\n', '2:7 *c alone | an anchor &c before its alias | write the value out'],
    ['an alias before its anchor', 'name: *c\na: &c 1\n', '1:7 *c alone | an anchor &c before its alias'],
    ['what needs no advice of its own', 'name: [a,,b]\n', '1:10 ",b]" | valid YAML 1.2 | look at the quotes, brackets and commas'],
    [
      'text after a quote',
      "name: 'l'Acme'\n",
      '1:10 "Acme\'" | nothing after the closing quote | put a text with such quotes in it between quotes',
    ],
    ['a missing comma', 'page: { language: fr title: x }\n', '1:19 "fr title: x }" | a comma after each entry'],
  ])('tells of %s what stands there, what should, and what to write', (_, text, start) => {
    expect(told(text).map((problem) => problem.slice(0, start.length))).toEqual([start])
  })

  it.each([
    ['name: !!set { a }\n', 'the tag !!set means nothing in a client file'],
    ['name: !exec x\n', 'the tag !exec means nothing in a client file'],
    ['name: !<tag:yaml.org,2002:set> { a }\n', 'the tag !<tag:yaml.org,2002:set> means nothing in a client file'],
    ['%TAG !e! tag:acme.example,2026:\n---\nname: !e!x y\n', 'the tag !e!x means nothing in a client file'],
    [`name: !${'x'.repeat(1000)} y\n`, `the tag !${'x'.repeat(38)}… means nothing in a client file`],
  ])('names a tag as it stands in the file: %j', (text, message) => {
    const parsed = parseClient(text, 'clients/acme.yaml')

    expect(parsed.ok ? [] : parsed.problems.map((problem) => problem.message)).toEqual([message])
  })

  it('shows no more of a line than it takes to know it again', () => {
    const [first] = told(`name: @${'x'.repeat(1000)}\n`)

    expect(first).toContain(`"@${'x'.repeat(38)}…"`)
  })

  it.each([
    ['a quote that stays open', 'page:\n  title: "Acme\n  slug: a\n', '2:10 nothing | a second " for this " | write the missing "'],
    ['one that ends in a quote that is doubled', "page:\n  title: 'Acme''\n  slug: a\n", "2:10 nothing | a second ' for this '"],
    ['one whose end is escaped', 'page:\n  title: "Acme\\"\n  slug: a\n', '2:10 nothing | a second " for this "'],
    ['a brace that stays open', 'page: { title: x\nfeeds:\n  a: 1\n', '1:7 nothing | a } for this { | write the missing }'],
    ['a bracket at the end', 'name: [a\n', '1:7 nothing | a ] for this [ | write the missing ]'],
    ['a brace too many', 'page: { title: x } }\nfeeds:\n  a: 1\n  b: 2\n', '1:20 nothing | a { before this } | remove the }'],
    ['a brace alone', 'name: x\n}\nfeeds:\n  a: 1\n', '2:1 nothing | a { before this } | remove the }'],
    [
      'a bracket for a brace',
      'page: { title: x ]\nfeeds:\n  a: 1\n',
      '1:18 a ] | a } for the { in line 1 | remove the ], or write } instead',
    ],
    ['a bracket beside text with brackets', `a: "[{"\nb: '}'\nc: x}\n# ]\nd: |\n  ]\ne: [x\n`, '7:4 nothing | a ] for this ['],
    ['a line out of its column', 'page:\n  a: 1\n b: 2\n c: 3\n  d: x\n', '3:1 " b: 2"'],
    ['a line too deep', 'page:\n  a: x\n\n    b: 2\n  c: 3\n', '4:5 one that is indented deeper | a line in the column of those around it'],
    ['a key in the line of another', 'a:\n  b: c: 1\n    d: 2\n    e: 3\n  f: 4\n', '2:6 "c: 1" | one value after a key'],
    ['a first line less deep than the next', 'a:\n   b: 1\n    c: 2\n    d: 3\n', '3:5 one that is indented deeper'],
    ['a key below another’s value', 'a: ? b\nc: 1\n', '1:4 "? b" | one value after a key'],
    [
      'a quote that ends in a later line',
      'a:\n  b: "\n    c: { d: "1 *", e: f }\n    g: 1\n',
      '2:6 one in line 3 | a second " in this line',
    ],
    ['words after a quote', 'name: "Acme" Group\n', '1:14 "Group" | nothing after the closing quote'],
    ['a bracket that a comment swallows', 'page: { a: b, color: #0a6 }\nb: 1\n', '1:22 the comment "#0a6 }" | a } for the { before it'],
    ['a tab', 'page:\n  a: 1\n\tb: 2\n  c: { d: 3 }\n', '3:1 "\\tb: 2" | spaces as indentation'],
    ['a blank of another keyboard', 'page:\n\u00a0\u00a0a: 1\n  b: 2\n', '2:1 the character U+00A0 | spaces and line ends of the keyboard'],
    ['such a blank after a colon', 'page:\n  a:\u00a0x\n  b: 2\n', '2:5 the character U+00A0 |'],
    ['what nobody sees', 'a:\n  b:\n    c: 1\n\u200b    d: 2\n    e: 3\n', '4:1 the character U+200B |'],
    ['a line end that is none', 'a: x\u2028b: 2\nc: 3\n', '1:5 the character U+2028 |'],
    [
      'a conflict',
      '<<<<<<< HEAD\na: 1\n=======\na: 2\n>>>>>>> topic\n',
      '1:1 a conflict of Git | one version | keep one of the two versions',
    ],
    ['line ends of CR alone', 'a: 1\rb: 2\r', '1:5 the control character U+000D | text alone | save the file with line ends of LF'],
    ['a key without a colon', 'page\n  a: 1\n  b: 2\n', '1:1 "page" | a key with its colon'],
  ])('tells once, where it was made, of %s', (_, text, start) => {
    expect(told(text).map((problem) => problem.slice(0, start.length))).toEqual([start])
  })

  it.each([
    ['blanks', `a: @\n${' '.repeat(240_000)}`],
    ['odd blanks', `a: @\n${' \u00a0'.repeat(120_000)}`],
    ['quotes that end in the next line', 'a: "\nb: "x"\n'.repeat(16_000)],
    ['comments in braces', `a: {\n${'# }\n'.repeat(60_000)}`],
  ])(
    'stays quick in a text of %s',
    (_, text) => {
      expect(told(text)).not.toEqual([])
    },
    10_000,
  )

  it('tells the slips before it besides', () => {
    const places = told('a: @x\nb: { c: 1 } }\nd: 1\ne: 2\n').map((problem) => problem.split(' | ')[0])

    expect(places).toEqual(['1:4 "@x"', '2:13 nothing'])
  })

  it('finds nothing unbalanced in what is YAML', () => {
    const word = fc.oneof(
      fc.string({ maxLength: 8 }),
      fc.constantFrom('{', '}', '[', ']', '"', "'", "''", '\\"', ': ', ' #', '- ', '|', '\n', 'é'),
    )
    const text = fc.array(word, { maxLength: 6 }).map((words) => words.join(''))
    const { node } = fc.letrec((tie) => ({
      node: fc.oneof({ maxDepth: 3 }, text, fc.array(tie('node'), { maxLength: 3 }), fc.dictionary(text, tie('node'), { maxKeys: 3 })),
    }))
    const styles = fc.record({
      collectionStyle: fc.constantFrom('any' as const, 'flow' as const),
      defaultStringType: fc.constantFrom('PLAIN' as const, 'QUOTE_SINGLE' as const, 'QUOTE_DOUBLE' as const, 'BLOCK_LITERAL' as const),
      lineWidth: fc.constantFrom(0, 20),
    })

    fc.assert(
      fc.property(node, styles, (value, style) => {
        const written = stringify(value, style)
        // A text alone that begins with a space and # is written as a block that its own parser refuses.
        fc.pre(parseDocument(written).errors.length === 0)
        expect(findUnbalanced(written)).toBeUndefined()
      }),
      { numRuns: 500 },
    )
  })
})
