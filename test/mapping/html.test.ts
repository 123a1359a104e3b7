import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { htmlOfText, plainText, safeHtml } from '../../scripts/mapping/html.ts'
import { anyHtml, hostileHtml } from './hostile-html.ts'

const safeTag =
  /<(?:\/?(?:p|ul|ol|li|strong|em|b|i|u|sub|sup|blockquote|table|thead|tbody|tfoot|tr|td|th|h[3-6])|br|hr|\/a|a href="(?:https?:\/\/[^"'<>]*|mailto:[^"'<>]*)" rel="nofollow noopener")>/gi

/** Whether HTML holds nothing but the tags above, each closed in turn. */
function isSafe(html: string): boolean {
  if (html.replaceAll(safeTag, '').includes('<')) return false
  const open: string[] = []
  for (const [tag] of html.matchAll(safeTag)) {
    const name = /[a-z0-9]+/.exec(tag)![0]
    if (tag.startsWith('</')) {
      if (open.pop() !== name) return false
    } else if (name !== 'br' && name !== 'hr') open.push(name)
  }
  return open.length === 0
}

describe('safeHtml', () => {
  it.each([
    ['plain text', 'Bonjour &amp; bienvenue', 'Bonjour &amp; bienvenue'],
    ['paragraphs and lists', '<p>A</p><ul><li>B</li><li>C</li></ul>', '<p>A</p><ul><li>B</li><li>C</li></ul>'],
    ['emphasis', '<p><b>A</b> <em>B</em><span>C</span></p>', '<p><b>A</b> <em>B</em>C</p>'],
    ['a blank between words', '<p>A<b> </b>B <i>C</i> D</p>', '<p>A B <i>C</i> D</p>'],
    ['headings', '<h1>A</h1><h2>B</h2><h4>C</h4>', '<h3>A</h3><h3>B</h3><h4>C</h4>'],
    ['upper case', '<P>A<BR/>B</P>', '<p>A<br>B</p>'],
    ['boxes', '<div>A</div><div><div>B</div></div>C', '<p>A</p><p>B</p><p>C</p>'],
    ['a box in an item', '<ul><li><div>A</div></li></ul>', '<ul><li>A</li></ul>'],
    ['items without a list', '<li>A</li><li>B</li>', '<ul><li>A</li><li>B</li></ul>'],
    ['what is left open', '<p>A<p><b>B', '<p>A</p><p><b>B</b></p>'],
    ['what is closed twice', 'A</p></b></div>B', 'A<p>B</p>'],
    ['text in a list', '<ul>\\ <li>A</li>B<b>C</b> D<li>E</li></ul>', '<ul><li>\\ </li><li>A</li><li>B<b>C</b> D</li><li>E</li></ul>'],
    ['paragraphs and boxes in a list', '<ol><p>A</p><div>B</div><li>C</li></ol>', '<ol><li><p>A</p>B</li><li>C</li></ol>'],
    ['blanks and breaks in a list', '<ul>&nbsp;<br><li>A</li>&nbsp; \u00a0<br><hr><li>B</li></ul>', '<ul><li>A</li><li>B</li></ul>'],
    [
      'a list between items',
      '<ul><li>A</li> <ul><li>B</li><ol><li>C</li></ol></ul><li>D</li></ul>',
      '<ul><li>A<ul><li>B<ol><li>C</li></ol></li></ul></li><li>D</li></ul>',
    ],
    ['no line beside an item that is empty', '<ol><li>A<li><hr></ol><li>B<li><b></li><br>', '<ol><li>A</li></ol><ul><li>B</li></ul>'],
    ['a list in a list without items before', '<ul><ul><li>A</li></ul></ul>', '<ul><li><ul><li>A</li></ul></li></ul>'],
    ['what is empty', '<p></p><p> </p><ul><li></li></ul><b></b>A', 'A'],
    ['a table', '<table><tr><td>A</td><td></td></tr></table>', '<table><tr><td>A</td><td></td></tr></table>'],
    ['a list in a list', '<ul><li>A<ul><li>B</li></ul></li><li>C</li></ul>', '<ul><li>A<ul><li>B</li></ul></li><li>C</li></ul>'],
    [
      'a link',
      '<a href="https://a.example/?x=1&amp;y=2" target=_blank>A</a>',
      '<a href="https://a.example/?x=1&amp;y=2" rel="nofollow noopener">A</a>',
    ],
    ['a link without quotes', "<a class='x' href=mailto:a@b.example>A</a>", '<a href="mailto:a@b.example" rel="nofollow noopener">A</a>'],
    ['a relative link', '<a href="/x">A</a>', 'A'],
    ['comments', 'A<!-- <b> --->B<!-->C<!-- D --!>E', 'ABCE'],
    ['what follows drawings that end at once', 'A<svg class="x"/>B<math />C', 'ABC'],
    ['what follows a head without end', '<html><head><meta charset="utf-8"><title>A</title><style>p{}</style><body><p>B', '<p>B</p>'],
    ['what follows a button, a drawing or a canvas without end', 'A<button>B<svg><path/></g>C<canvas>D', 'ABCD'],
    ['no link with a password, or a host that is none', '<a href="https://a:b@c.example/">A</a><a href="//b@c.example">B</a>', 'AB'],
    [
      'no link with a user behind a third slash',
      String.raw`<a href="https://\a@c.example/">A</a><a href="https:///a@c.example/">B</a>`,
      'AB',
    ],
    [
      'a link with an @ in its path',
      '<a href="https://a.example/@b">A</a>',
      '<a href="https://a.example/@b" rel="nofollow noopener">A</a>',
    ],
    ['comments of Word', '<!--[if mso]><p>x</p><![endif]-->A<![if !x]>B', 'AB'],
    ['a sign that begins no tag', 'a < b <3 <- >', 'a &lt; b &lt;3 &lt;- >'],
    ['a quote in a tag that is none', '<p ">A</p>', '<p>A</p>'],
    ['a sign in an attribute', '<p title="a > b">A</p>', '<p>A</p>'],
  ])('keeps %s', (_what, html, expected) => {
    const safe = safeHtml(html)

    expect(safe).toBe(expected)
  })

  it.each(hostileHtml)('takes the danger out of %s', (html) => {
    const safe = safeHtml(html)

    expect(isSafe(safe)).toBe(true)
    expect(safe).not.toMatch(/<[^>]*script/i)
  })

  it('gives safe, balanced HTML for anything, and leaves that as it is', () => {
    fc.assert(
      fc.property(anyHtml, (html) => {
        const safe = safeHtml(html)

        expect(isSafe(safe)).toBe(true)
        expect(safeHtml(safe)).toBe(safe)
      }),
      { numRuns: 2_000 },
    )
  })

  it.each([
    ['open signs', '<'.repeat(200_000)],
    ['tags that never close', '<p '.repeat(100_000)],
    ['quotes that never close', '<p a="'.repeat(50_000)],
    ['comments that never close', '<!--'.repeat(100_000)],
    ['elements that never close', '<svg>'.repeat(50_000)],
    ['several of them', '<svg><button><head><option><b>'.repeat(20_000)],
    ['scripts that never close', '<script>'.repeat(50_000)],
    ['nesting', '<ul><li>'.repeat(50_000)],
    ['end tags', '</b>'.repeat(100_000)],
    ['end tags that never end', `<script>${'</script '.repeat(100_000)}`],
  ])('takes no more than linear time for %s', (_what, html) => {
    const safe = safeHtml(html)

    // A quadratic way through any of these takes minutes: the test's own time limit is the assertion.
    expect(isSafe(safe)).toBe(true)
  })
})

describe('plainText', () => {
  it.each([
    ['blocks as lines', '<p>A</p><p>B</p><ul><li>C</li><li>D</li></ul>', 'A\nB\nC\nD'],
    ['line breaks', 'A<br>B<br/><br/>C', 'A\nB\nC'],
    ['inline tags as nothing', '<b>A</b>B <i>C</i>', 'AB C'],
    ['entities', 'A &amp; B&nbsp;C &eacute; &#233; &lt;b&gt;', 'A & B C é é <b>'],
    ['blanks collapsed', '<p>  A \n\n B\t </p>', 'A B'],
    ['no scripts', 'A<script>x()</script>B<style>p{}</style>', 'AB'],
  ])('gives %s', (_what, html, expected) => {
    expect(plainText(html)).toBe(expected)
  })
})

describe('htmlOfText', () => {
  it.each([
    ['one paragraph', 'A & <b>', '<p>A &amp; &lt;b&gt;</p>'],
    ['line breaks and paragraphs', 'A\nB\r\n \r\n\n C ', '<p>A<br>B</p><p>C</p>'],
    ['those of other systems', 'A\rB\r\rC\u2028D\u2029E', '<p>A<br>B</p><p>C<br>D</p><p>E</p>'],
    ['nothing', ' \n ', ''],
  ])('makes of plain text %s', (_what, text, expected) => {
    expect(htmlOfText(text)).toBe(expected)
  })
})
