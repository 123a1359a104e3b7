import { isEmploymentType } from '../model/employment.ts'
import type { PostingFilter } from '../model/showing.ts'

// Longer words than anybody searches for, and short enough to be cheap.
const longestValue = 200

/** What a query string asks for; whatever it says that is no filter is passed over, since anybody can write a query string. */
export function parseQuery(query: URLSearchParams): { readonly filter: PostingFilter; readonly page: number } {
  const text = value(query, 'q')
  const place = value(query, 'place')
  const department = value(query, 'department')
  const contract = value(query, 'contract')
  const filter: PostingFilter = {
    ...(text !== undefined && { text }),
    ...(place !== undefined && { place }),
    ...(department !== undefined && { department }),
    ...(contract !== undefined && isEmploymentType(contract) && { contract }),
  }
  const page = /^[1-9]\d{0,5}$/.test(query.get('page') ?? '') ? Number(query.get('page')) : 1
  return { filter, page }
}

function value(query: URLSearchParams, name: string): string | undefined {
  // PostgreSQL has no text with U+0000, and a lone surrogate is no text at all.
  const text = query.get(name)?.replaceAll('\0', '').toWellFormed().trim().slice(0, longestValue)
  return text === undefined || text === '' ? undefined : text.toWellFormed()
}
