import type { Chain } from '../model/client.ts'
import type { MappingFinding } from './check.ts'
import { checkDate } from './date.ts'
import { checkExpression } from './expression-syntax.ts'
import { checkLocale } from './number.ts'
import { checkPattern } from './pattern.ts'

type Rule = (chain: Chain, property: string) => readonly MappingFinding[]

/** A format that cannot be read would leave its property empty in every run. */
function datesCanBeRead({ date = [], locale }: Chain): readonly MappingFinding[] {
  // The locale is told by its own rule, and Luxon cannot write in one that is none.
  if (locale !== undefined && checkLocale(locale) !== undefined) return []
  const formats = typeof date === 'string' ? [date] : date
  return formats.flatMap((format, index) => {
    const message = checkDate(format, locale)
    const path = typeof date === 'string' ? ['date'] : ['date', index]
    return found(path, message, 'write iso, rfc2822, seconds, milliseconds, or Luxon tokens such as dd/MM/yyyy')
  })
}

function localesAreKnown({ locale }: Chain): readonly MappingFinding[] {
  return found(['locale'], locale === undefined ? undefined : checkLocale(locale), 'write a language tag such as fr or de-CH')
}

function partsCountFromOne({ take }: Chain): readonly MappingFinding[] {
  return found(['take'], take === 0 ? 'there is no part 0' : undefined, 'write 1 for the first part, -1 for the last')
}

function htmlOrText({ html, text }: Chain): readonly MappingFinding[] {
  const message = html !== undefined && text !== undefined ? 'html and text exclude each other' : undefined
  return found(['text'], message, 'keep html where markup is wanted, text where it is not')
}

/** Every other property is shown as it is, as text. */
function onlyDescriptionsAreHtml({ html }: Chain, property: string): readonly MappingFinding[] {
  const message = html !== undefined && property !== 'description' ? `${property} is plain text, not HTML` : undefined
  return found(['html'], message, 'write text: true')
}

function patternsCanBeCompiled({ match, replace }: Chain): readonly MappingFinding[] {
  const fix = 'write a regular expression in RE2’s syntax: no look-around, no back-reference'
  return [
    ...found(['match'], match === undefined ? undefined : checkPattern(match), fix),
    ...(replace ?? []).flatMap(({ pattern, by }, index) =>
      found(['replace', index, 'pattern'], pattern === undefined ? undefined : checkPattern(pattern, by), fix),
    ),
  ]
}

function expressionsCanBeRead({ expr }: Chain): readonly MappingFinding[] {
  return found(['expr'], expr === undefined ? undefined : checkExpression(expr), 'see docs.jsonata.org for the language')
}

const rules: readonly Rule[] = [
  datesCanBeRead,
  localesAreKnown,
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

function found(path: MappingFinding['path'], message: string | undefined, fix: string): readonly MappingFinding[] {
  return message === undefined ? [] : [{ path, message, fix }]
}
