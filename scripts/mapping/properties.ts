import type { Transform } from '../model/client.ts'
import { type EmploymentType, isEmploymentType } from '../model/employment.ts'
import type { Posting } from '../model/posting.ts'
import { calendarDate } from './calendar.ts'
import { compileTransform, type ExpressionReaders } from './chain.ts'
import { decodeEntities, htmlOfText } from './html.ts'
import type { Report } from './steps.ts'
import { firstOf, listOf, type RecordFields, type Values, withoutNul } from './values.ts'

/** Makes what a property holds of the texts that its transform gave; undefined where it stays unfilled. */
export type Finish = (values: Values, report: Report) => Posting[keyof Posting] | undefined

/** Properties whose several values are told in one line. */
function inOneLine(values: Values): string | undefined {
  return withoutBreaks(typeof values === 'string' ? values : listOf(values).join(', ') || undefined)
}

/** Indented XML breaks a title where its line was full; a page shows a blank there, and so does all else that is given it. */
function withoutBreaks(text: string | undefined): string | undefined {
  return text !== undefined && /[\t\n\r]/.test(text) ? text.replaceAll(/\s+/g, ' ') : text
}

/** As it is stored, so that two ids which would be one there are one here. */
function identifier(values: Values): string | undefined {
  return firstOf(values)?.toWellFormed()
}

/** Only characters that stand as they are in a URL: others are escaped, so that the address is safe to print. */
const plainUrl = /^https?:\/\/[\w.~:/?#@!$&()*+,;=%[\]-]+$/

// As the schema of postings has it; the longest of the feeds that were looked at has 328.
const longestUrl = 4_000

/** An absolute http(s) address as written, or escaped where it must be. */
function absoluteUrl(values: Values, report: Report): string | undefined {
  const text = firstOf(values)
  if (text === undefined) return undefined
  const url = URL.parse(text)
  if (url !== null && (url.protocol === 'https:' || url.protocol === 'http:')) {
    if (url.username !== '' || url.password !== '') return notTooLong(withoutCredential(url, report), report)
    return notTooLong(plainUrl.test(text) ? text : url.href, report)
  }
  report('not an absolute http(s) URL', text)
  return undefined
}

function notTooLong(url: string, report: Report): string | undefined {
  if (url.length <= longestUrl) return url
  report(`a URL of more than ${longestUrl} characters`, url)
  return undefined
}

/** A posting is public, and so are the warnings of a run: neither shows what the client let slip into its feed. */
function withoutCredential(url: URL, report: Report): string {
  url.username = ''
  url.password = ''
  report('a URL with a user name or password, which are left out', url.href)
  return url.href
}

/** A mail address that one applies to, with what the mail is to say; others cannot be printed safely. */
const mailAddress = /^mailto:([\w.~!$&*+=%-]+@[\w-]+(?:\.[\w-]+)+(?:\?[\w.~:/?@!$&()*+,;=%-]*)?)$/i

/** Where one applies: an absolute http(s) address, or that of a mail. */
function applyAddress(values: Values, report: Report): string | undefined {
  const text = firstOf(values)
  if (text === undefined || !/^mailto:/i.test(text)) return absoluteUrl(text, report)
  const address = mailAddress.exec(text)?.[1]
  if (address !== undefined) return notTooLong(`mailto:${address}`, report)
  report('not an address of mail', text)
  return undefined
}

function day(values: Values, report: Report): string | undefined {
  const text = firstOf(values)
  if (text === undefined) return undefined
  const found = /^(\d{4})-(\d{2})-(\d{2})(?=$|T)/.exec(text)
  const date = found === null ? undefined : calendarDate(Number(found[1]), Number(found[2]), Number(found[3]))
  if (date === undefined)
    report(found === null ? 'not a date of ISO 8601: name its format in date' : 'no day of the calendar since 1900', text)
  return date
}

function truth(values: Values, report: Report): boolean | undefined {
  const text = firstOf(values)
  if (text === undefined) return undefined
  if (text === 'true' || text === 'false') return text === 'true'
  report('neither true nor false: translate it in map', text)
  return undefined
}

function kindsOfEmployment(values: Values, report: Report): EmploymentType[] | undefined {
  const kinds = new Set<EmploymentType>()
  for (const word of listOf(values)) {
    if (isEmploymentType(word)) kinds.add(word)
    else report('not a kind of employment: translate it in map', word)
  }
  return kinds.size === 0 ? undefined : [...kinds]
}

function languageTag(values: Values, report: Report): string | undefined {
  const text = firstOf(values)
  if (text === undefined) return undefined
  const tag = text.replaceAll('_', '-')
  if (/^[a-z]{2,3}(?:-[a-z0-9]{2,8})*$/i.test(tag)) return tag
  report('not a language tag (BCP 47)', text)
  return undefined
}

/** A tag that stands in safe HTML as text; those of code that a description speaks of are mostly others. */
const tagAsText = /&lt;(?:\/(?:p|div|ul|ol|li|b|strong|i|em|span|h[1-6])|br ?\/?)&gt;/i

/** Safe HTML, or plain text made HTML; tells of markup that the page would show as its letters. */
function describing(transform: Transform): Finish {
  const html = typeof transform === 'object' && !Array.isArray(transform) ? transform.html : undefined
  const toHtml =
    html === undefined ? (values: Values) => htmlOfText(listOf(values).join('\n\n')) : (values: Values) => listOf(values).join('\n')
  const problem = html === undefined ? 'markup in plain text: read it with html' : 'markup that arrives as entities: write html: escaped'
  return (values, report) => {
    const description = toHtml(values)
    const tag = html === 'escaped' || !description.includes('&lt;') ? null : tagAsText.exec(description)
    if (tag !== null) report(problem, decodeEntities(tag[0]))
    return description
  }
}

function finishOf(property: keyof Posting, transform: Transform): Finish {
  switch (property) {
    case 'id':
      return identifier
    case 'title':
      return (values) => withoutBreaks(firstOf(values))
    case 'description':
      return describing(transform)
    case 'url':
      return absoluteUrl
    case 'applyUrl':
      return applyAddress
    case 'datePosted':
    case 'validThrough':
      return day
    case 'remote':
      return truth
    case 'employmentType':
      return kindsOfEmployment
    case 'language':
      return languageTag
    default:
      return inOneLine
  }
}

/** Makes the reader of one property. */
export function compileProperty(
  property: keyof Posting,
  transform: Transform,
  expressions: ExpressionReaders,
): (fields: RecordFields, report: Report) => Posting[keyof Posting] | undefined {
  const read = compileTransform(transform, expressions)
  const finish = finishOf(property, transform)
  return (fields, report) => {
    const value = finish(read(fields, report), report)
    return typeof value === 'string' ? withoutNul(value) : value
  }
}
