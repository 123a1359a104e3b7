import { counted } from '../model/counted.ts'
import { percent } from '../model/percent.ts'
import { dim, green, red, yellow } from '../terminal/colours.ts'
import type { ChangedPosting, Comparison } from './compare-postings.ts'
import type { BaseReport, SideReport } from './report.ts'
import { contrast, padTo, shorten, valueText } from './words.ts'

// Of each kind as many as fit a screen together; --json has more.
const postingsShown = 5
const propertiesShown = 6

/** What becomes of the postings between another version of the client file and this one, as lines of at most `width` columns. */
export function differenceLines(now: SideReport, { side, difference, problems }: BaseReport, width: number): string[] {
  if (problems !== undefined) return [`no comparison: the client file has ${counted(problems.length, 'problem')} there`]
  if (side === undefined) return [`that version has no such feed: every posting is new (${now.counts.postings})`]
  if (difference === undefined) {
    const failed = now.outcome === 'failed' ? 'this version' : 'that version'
    return [`no comparison: ${failed} would fail`, ...(side.outcome === 'failed' ? side.reasons.map(valueText) : [])]
  }
  return [...summaryLines(difference), ...fillChangeLines(side, now), ...postingLines(difference, width)]
}

function summaryLines({ counts: { added, removed, changed, unchanged }, changedProperties }: Comparison): string[] {
  const parts = [green(`${added} added`), red(`${removed} removed`), yellow(`${changed} changed`), `${unchanged} unchanged`]
  if (changed === 0) return [parts.join(', ')]
  const properties = Object.entries(changedProperties).map(([property, count]) => `${property} in ${count}`)
  return [parts.join(', '), dim(`changed: ${properties.join(', ')}`)]
}

/** Fill rates that are not what they were. */
export function fillChanges(before: SideReport, now: SideReport): readonly (readonly [property: string, before: number, now: number])[] {
  const properties = new Set([...Object.keys(before.fillRates), ...Object.keys(now.fillRates)])
  return [...properties]
    .map((property) => [property, before.fillRates[property] ?? 0, now.fillRates[property] ?? 0] as const)
    .filter(([, was, is]) => was !== is)
}

function fillChangeLines(before: SideReport, now: SideReport): string[] {
  return fillChanges(before, now).map(([property, was, is]) => {
    const line = `filled ${property}: ${percent(was)} -> ${percent(is)}`
    return is < was ? red(line) : green(line)
  })
}

/** Removals first: they are what cannot be seen on the page afterwards. */
function postingLines({ counts, removed, changed, added }: Comparison, width: number): string[] {
  const lineOf = (sign: string, { id, title }: { readonly id: string; readonly title: string }) =>
    shorten(`${sign} ${valueText(id)}  ${valueText(title)}`, width - 2)
  const kinds = [
    { found: counts.removed, kept: removed.length, lines: few(removed).map((posting) => [red(lineOf('-', posting))]) },
    {
      found: counts.changed,
      kept: changed.length,
      lines: few(changed).map((posting) => [yellow(lineOf('~', posting)), ...propertyLines(posting, width)]),
    },
    { found: counts.added, kept: added.length, lines: few(added).map((posting) => [green(lineOf('+', posting))]) },
  ]
  return kinds.flatMap(({ found, kept, lines }) => {
    const more = found - lines.length
    const inJson = kept === found ? 'all' : `the first ${kept}`
    return more > 0 ? [...lines.flat(), dim(`  and ${more} more like that: --json has ${inJson}`)] : lines.flat()
  })
}

function few<Item>(items: readonly Item[]): readonly Item[] {
  return items.slice(0, postingsShown)
}

function propertyLines({ properties }: ChangedPosting, width: number): string[] {
  const nameWidth = Math.max(...properties.map(({ property }) => property.length))
  // The two values share what the name, the arrow and the margins leave.
  const valueWidth = Math.floor((width - nameWidth - 12) / 2)
  const lines = properties.slice(0, propertiesShown).map(({ property, before, after }) => {
    const [was, is] = contrast(before, after, valueWidth)
    return `    ${padTo(property, nameWidth)}  ${red(was)} -> ${green(is)}`
  })
  const more = properties.length - propertiesShown
  return more > 0 ? [...lines, dim(`    and ${more} more properties`)] : lines
}
