import type { Chain } from '../model/client.ts'
import { describeValue, type Fault, faultOf } from '../model/fault.ts'
import { statedWords } from '../model/transform.ts'
import { timezoneFault } from '../timezone.ts'
import type { MappingFinding } from './check.ts'
import { carriesZone, checkDate, compileDate } from './date.ts'
import { checkExpression } from './expression-syntax.ts'
import { checkLocale, compileNumber } from './number.ts'
import { checkPattern } from './pattern.ts'

type Rule = (chain: Chain, property: string) => readonly MappingFinding[]

/** A format that cannot be read would leave its property empty in every run. */
function datesCanBeRead({ date = [], locale }: Chain): readonly MappingFinding[] {
  // The locale is told by its own rule, and Luxon cannot write in one that is none.
  if (locale !== undefined && checkLocale(locale) !== undefined) return []
  const formats = typeof date === 'string' ? [date] : date
  return formats.flatMap((format, index) => {
    const path = typeof date === 'string' ? ['date'] : ['date', index]
    return faultAt(path, checkDate(format, locale))
  })
}

/** A value that the file itself states goes through number and date as those of records do: one that they cannot read would be lost in every run. */
function statedWordsCanBeRead(chain: Chain): readonly MappingFinding[] {
  const { date, number, locale, zone } = chain
  if (date === undefined && number === undefined) return []
  if ([datesCanBeRead, localesAreKnown, zonesAreKnown].some((rule) => rule(chain).length > 0)) return []
  const read = number === undefined ? compileDate(date!, locale, zone) : compileNumber(locale)
  const expected =
    number === undefined ? `a date as ${[date!].flat().join(' or ')} has it` : `a number as people of ${locale ?? 'en'} write it`
  return statedWords(chain)
    .filter(({ word }) => read(word) === undefined)
    .map(({ word, path }) => ({
      path,
      ...faultOf(expected, describeValue(word), 'write it as the feed would: it is read as what comes from there'),
    }))
}

function localesAreKnown({ locale }: Chain): readonly MappingFinding[] {
  return faultAt(['locale'], locale === undefined ? undefined : checkLocale(locale))
}

function zonesAreKnown({ zone }: Chain): readonly MappingFinding[] {
  return faultAt(['zone'], zone === undefined ? undefined : timezoneFault(zone))
}

/** Whoever names a zone expects that days move. */
function zonesMoveDates({ zone, date = [] }: Chain): readonly MappingFinding[] {
  const formats = typeof date === 'string' ? [date] : date
  if (zone === undefined || formats.some(carriesZone)) return []
  const [first] = formats
  const found = first === undefined ? 'zone without date' : `zone beside ${describeValue(first)}`
  const fix = 'leave zone out, or read a format that carries a zone: iso, rfc2822, seconds, milliseconds, or Luxon tokens with ZZ'
  return [{ path: ['zone'], found, expected: 'a date with a zone', message: `zone moves no date: ${found}`, fix }]
}

function partsCountFromOne({ take }: Chain): readonly MappingFinding[] {
  if (take !== 0) return []
  const fix = 'write 1 for the first part, -1 for the last'
  return [{ path: ['take'], found: '0', expected: 'the number of a part', message: 'there is no part 0', fix }]
}

function htmlOrText({ html, text }: Chain): readonly MappingFinding[] {
  if (html === undefined || text === undefined) return []
  const fix = 'keep html where markup is wanted, text where it is not'
  return [{ path: ['text'], found: 'both', expected: 'html or text', message: 'html and text exclude each other', fix }]
}

/** Every other property is shown as it is, as text. */
function onlyDescriptionsAreHtml({ html }: Chain, property: string): readonly MappingFinding[] {
  if (html === undefined || property === 'description') return []
  const parts = { found: 'HTML', expected: 'plain text', message: `${property} is plain text, not HTML` }
  return [{ path: ['html'], ...parts, fix: 'write text: true' }]
}

function patternsCanBeCompiled({ match, replace }: Chain): readonly MappingFinding[] {
  return [
    ...faultAt(['match'], match === undefined ? undefined : checkPattern(match)),
    ...(replace ?? []).flatMap(({ pattern, by }, index) =>
      faultAt(['replace', index, 'pattern'], pattern === undefined ? undefined : checkPattern(pattern, by)),
    ),
  ]
}

function expressionsCanBeRead({ expr }: Chain): readonly MappingFinding[] {
  return faultAt(['expr'], expr === undefined ? undefined : checkExpression(expr))
}

const rules: readonly Rule[] = [
  datesCanBeRead,
  statedWordsCanBeRead,
  localesAreKnown,
  zonesAreKnown,
  zonesMoveDates,
  partsCountFromOne,
  htmlOrText,
  onlyDescriptionsAreHtml,
  patternsCanBeCompiled,
  expressionsCanBeRead,
]

/** What is wrong in one chain of a property, but for its paths; `path` of a finding is relative to the chain. */
export function checkChain(chain: Chain, property: string): readonly MappingFinding[] {
  return rules.flatMap((rule) => rule(chain, property))
}

/** A fault as the findings that it makes at its place: one, or none where there is none. */
export function faultAt(path: MappingFinding['path'], fault: Fault | undefined): readonly MappingFinding[] {
  return fault === undefined ? [] : [{ path, ...fault }]
}
