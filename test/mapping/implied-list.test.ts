import { describe, expect, it } from 'vitest'
import { safeHtml } from '../../scripts/mapping/html.ts'

describe('safeHtml of list items without their list', () => {
  it.each([
    ['<li>a</li><li>b</li>', '<ul><li>a</li><li>b</li></ul>'],
    ['<li>a</li> <li>b</li><p>c</p>', '<ul><li>a</li> <li>b</li></ul><p>c</p>'],
    ['<li>a</li>text', '<ul><li>a</li></ul>text'],
    ['<li>a</li><b>c</b>', '<ul><li>a</li></ul><b>c</b>'],
    ['<li>a</li><div>c</div>', '<ul><li>a</li></ul><p>c</p>'],
    ['<p>x</p><li>a<p>b</p></li><h2>y</h2>', '<p>x</p><ul><li>a<p>b</p></li></ul><h3>y</h3>'],
    [
      '<ul><li>a</li></ul><li>b</li><table><tr><td>1</td></tr></table>',
      '<ul><li>a</li></ul><ul><li>b</li></ul><table><tr><td>1</td></tr></table>',
    ],
  ])('ends the list where the items end: %s', (html, safe) => {
    expect(safeHtml(html)).toBe(safe)
  })
})
