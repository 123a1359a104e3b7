import { describe, expect, it } from 'vitest'
import { renderPreviewPage } from '../../scripts/preview/page.ts'
import type { FeedReport } from '../../scripts/preview/report.ts'
import { aPosting } from '../support/build.ts'
import { aReport } from './report.ts'

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
      difference: {
        added: [posting],
        removed: [posting],
        changed: [{ id: attack, title: attack, properties: [{ property: 'title', before: attack, after: 'x' }] }],
        unchanged: 0,
      },
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
        base: { ref: 'main', side: aReport(), difference: { added: [], removed: [aPosting({ id: '8' })], changed: [], unchanged: 2 } },
      }),
    ])

    expect(page).toContain('would be saved: 2 postings')
    expect(page).toContain('<meter value="0.5">50 %</meter>')
    expect(page).toContain('no url: link is empty')
    expect(page).toContain('<td class="removed">removed</td><td>8</td>')
  })
})
