import { describe, expect, it } from 'vitest'
import { renderPreviewPage } from '../../scripts/preview/page.ts'
import type { FeedReport } from '../../scripts/preview/report.ts'
import { aPosting } from '../support/build.ts'
import { aComparison, aProblem, aReport } from './report.ts'

const attack = '"><script>alert(1)</script><img src=x onerror=alert(1)>\''

/** A report in which every text from outside is hostile. */
function hostileReport(): FeedReport {
  const posting = aPosting({ id: attack, title: attack, description: attack })
  return aReport({
    from: { kind: 'file', place: attack },
    reasons: [attack],
    warnings: [attack],
    postings: [posting],
    skipped: [{ position: 1, reason: attack, excerpt: attack }],
    unread: { [attack]: 1 },
    base: {
      ref: attack,
      side: aReport({ fillRates: { title: 0 } }),
      difference: aComparison({
        added: [posting],
        removed: [posting],
        changed: [{ id: attack, title: attack, properties: [{ property: 'title', before: attack, after: 'x' }] }],
      }),
    },
  })
}

describe('renderPreviewPage', () => {
  it('escapes every text from a feed, and needs nothing from elsewhere', () => {
    const page = renderPreviewPage(attack, [hostileReport()])

    expect(page).not.toMatch(/<script|<img|<iframe|<link|src=x onerror=alert\(1\)>'/i)
    expect(page).not.toMatch(/<[^>]+\s(?:src|href|on\w+)=/i)
    expect(page.match(/&lt;script&gt;/g)?.length).toBeGreaterThan(10)
    expect(page).toContain(`content="default-src 'none'; style-src 'unsafe-inline'"`)
  })

  it('shows verdict, fill rates, skipped records and the difference', () => {
    const page = renderPreviewPage('acme', [
      aReport({
        base: { ref: 'main', side: aReport(), difference: aComparison({ removed: [aPosting({ id: '8' })] }) },
      }),
    ])

    expect(page).toContain('would be saved: 2 postings')
    expect(page).toContain('<meter value="0.5">50 %</meter>')
    expect(page).toContain('no url: link is empty')
    expect(page).toContain('<td class="removed">removed</td><td>8</td>')
  })

  it('counts the differences that it does not show', () => {
    const counts = { added: 0, removed: 120_000, changed: 0, unchanged: 2 }
    const difference = aComparison({ counts, removed: [aPosting({ id: '8' })] })

    const page = renderPreviewPage('acme', [aReport({ base: { ref: 'main', side: aReport(), difference } })])

    expect(page).toContain('<span class="removed">120000 removed</span>')
    expect(page.match(/<td class="removed">.*/g)).toEqual([
      '<td class="removed">removed</td><td>8</td><td>Boucher F/H</td></tr><tr><td class="removed">removed</td><td colspan="2">and 119999 more</td></tr></tbody></table>',
    ])
  })

  it('says that nothing is compared where the other version has problems', () => {
    const page = renderPreviewPage('acme', [aReport({ base: { ref: 'main', problems: [aProblem] } })])

    expect(page).toContain('<h3>Compared with main</h3><p>No comparison: the client file has 1 problem there.</p>')
  })
})
