import { describe, expect, it } from 'vitest'
import { parseClient } from '../../scripts/config/parse.ts'

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
    ['an open quote', 'name: "Acme', '1:12 the end of the file | every bracket, brace and quote closed'],
    ['a key without a colon', 'name: x\ntitle\npage: y\n', '2:1 "title" | a key with its colon in one line | write key: value'],
    ['a line out of its column', 'page:\n    a: 1\n  b: 2\n', '3:1 "  b: 2" | what belongs together in one column'],
    ['an escape that is none', 'name: "a\\q"\n', '1:9 "\\\\q\\"" | an escape sequence of YAML | write the backslash twice'],
    ['a tag', 'name: !exec x\n', '1:7 "!exec x" | a value without a tag | remove the tag'],
    ['an alias of nothing', 'a: &b 1\nname: *c\n', '2:7 *c alone | an anchor &c before its alias | write the value out'],
    ['an alias before its anchor', 'name: *c\na: &c 1\n', '1:7 *c alone | an anchor &c before its alias'],
    ['what needs no advice of its own', 'name: [a,,b]\n', '1:10 ",b]" | valid YAML 1.2 | write valid YAML 1.2'],
    ['a long line', `name: [${'x'.repeat(50)}]]\n`, '1:59 "]" | valid YAML 1.2'],
  ])('tells of %s what stands there, what should, and what to write', (_, text, start) => {
    expect(told(text).map((problem) => problem.slice(0, start.length))).toEqual([start])
  })

  it('shows no more of a line than it takes to know it again', () => {
    const [first] = told(`name: @${'x'.repeat(1000)}\n`)

    expect(first).toContain(`"@${'x'.repeat(39)}…"`)
  })
})
