import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { listPath, safeUrl } from '../../scripts/page/addresses.ts'
import { pageNumbers, pagesOf } from '../../scripts/page/paging.ts'
import { parseQuery } from '../../scripts/page/query.ts'

describe('safeUrl', () => {
  it.each([
    ['https://jobs.example/1', 'https://jobs.example/1'],
    ['http://jobs.example/a b', 'http://jobs.example/a%20b'],
    ['mailto:jobs@acme.example', 'mailto:jobs@acme.example'],
    ['javascript:alert(1)', undefined],
    [' JavaScript:alert(1)', undefined],
    ['java\nscript:alert(1)', undefined],
    ['data:text/html,<script>alert(1)</script>', undefined],
    ['vbscript:x', undefined],
    ['//evil.example', undefined],
    ['/relative', undefined],
    [undefined, undefined],
  ])('takes %j as %j', (url, safe) => {
    expect(safeUrl(url)).toBe(safe)
  })
})

describe('listPath', () => {
  it('is read back as it was meant, whatever a visitor searches for', () => {
    const word = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }).filter((text) => text.trim() === text && !text.includes('\0'))
    fc.assert(
      fc.property(word, word, fc.integer({ min: 1, max: 999 }), (text, place, page) => {
        const filter = { text: text.toWellFormed(), place: place.toWellFormed(), contract: 'FULL_TIME' as const }

        const query = new URL(`https://jobs.example${listPath('acme', filter, page)}`).searchParams

        expect(parseQuery(query)).toEqual({ filter, page })
      }),
    )
  })

  it('has no query where nothing is asked for', () => {
    expect(listPath('acme', {}, 1)).toBe('/clients/acme')
  })
})

describe('parseQuery', () => {
  it.each([
    ['q=&place=+', {}],
    ['contract=SLAVERY', {}],
    ['contract=toString', {}],
    ['q=a%00b', { text: 'ab' }],
    [`q=${'x'.repeat(500)}`, { text: 'x'.repeat(200) }],
  ])('reads %s', (query, filter) => {
    expect(parseQuery(new URLSearchParams(query)).filter).toEqual(filter)
  })

  it.each(['0', '-1', '1e3', '99999999', 'two', ''])('takes page %j as the first', (page) => {
    expect(parseQuery(new URLSearchParams({ page })).page).toBe(1)
  })
})

describe('pageNumbers', () => {
  it.each([
    [1, 1, [1]],
    [1, 2, [1, 2]],
    [1, 9, [1, 2, undefined, 9]],
    [5, 9, [1, undefined, 4, 5, 6, undefined, 9]],
    [9, 9, [1, undefined, 8, 9]],
    [2, 3, [1, 2, 3]],
  ])('shows at page %d of %d', (page, pages, numbers) => {
    expect(pageNumbers(page, pages)).toEqual(numbers)
  })
})

describe('pagesOf', () => {
  it.each([
    [0, 1],
    [20, 1],
    [21, 2],
  ])('needs for %d postings %d', (total, pages) => {
    expect(pagesOf(total)).toBe(pages)
  })
})
