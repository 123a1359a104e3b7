import { describe, expect, it } from 'vitest'
import { diffLines } from '../../scripts/clients/diff-lines.ts'
import { renderReports } from '../../scripts/clients/rewrite-files.ts'

describe('diffLines', () => {
  it('keeps as many lines as it can', () => {
    const [before, after] = ['a\nb\nc\nd\ne\n', 'a\nx\nc\ne\nf\n']

    const changed = diffLines(before, after)

    expect(changed).toEqual([
      { sign: '-', line: 2, text: 'b' },
      { sign: '+', line: 2, text: 'x' },
      { sign: '-', line: 4, text: 'd' },
      { sign: '+', line: 5, text: 'f' },
    ])
  })

  it('tells nothing of equal texts', () => {
    expect(diffLines('a\nb', 'a\nb')).toEqual([])
  })

  it('takes no line for changed that has another end', () => {
    const changed = diffLines('a\r\nb\r\nc\r\n', 'a\nx\nc\n')

    expect(changed).toEqual([
      { sign: '-', line: 2, text: 'b' },
      { sign: '+', line: 2, text: 'x' },
    ])
  })

  it('finds nothing where line ends alone differ, which is told in words', () => {
    const lines = diffLines('a\r\nb\r\n', 'a\nb\n')

    const told = renderReports([{ file: 'clients/acme.yaml', kind: 'changed', lines }], 'formatted')

    expect(told).toContain('only in its line ends')
  })

  it('compares texts of a hundred thousand lines', () => {
    const lines = Array.from({ length: 100_000 }, (_, index) => `- ${index}`)
    const one = lines.with(50_000, '- x').join('\n')
    const all = lines.map((line) => ` ${line}`).join('\n')

    const [changedOne, changedAll] = [diffLines(lines.join('\n'), one), diffLines(lines.join('\n'), all)]

    expect(changedOne).toEqual([
      { sign: '-', line: 50_001, text: '- 50000' },
      { sign: '+', line: 50_001, text: '- x' },
    ])
    expect(changedAll).toHaveLength(200_000)
  })
})
