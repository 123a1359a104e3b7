import type { Mapping, Transform } from '../model/client.ts'
import type { Feed } from '../model/feed.ts'
import type { Posting } from '../model/posting.ts'
import type { SourceRecord } from '../model/record.ts'
import type { Skipped } from '../model/run.ts'
import { pathsNeeded } from '../model/transform.ts'
import { compileBaseSalary } from './base-salary.ts'
import { chainsOf, pathsOf } from './chain.ts'
import { compileCondition } from './condition.ts'
import { expressionPaths } from './expression-syntax.ts'
import { Expressions } from './expressions.ts'
import { compileLocation } from './location.ts'
import { compileProperty } from './properties.ts'
import type { Report } from './steps.ts'
import { UnreadFields } from './unread.ts'
import { compilePath, isFilled, type RecordFields } from './values.ts'
import { type MappingWarning, Warnings } from './warnings.ts'

/**
 * A record as a posting, with the paths that it fills though they are unread and whether it was warned of; or why it became none: skipped for a fault
 * or, without `skipped`, left out as `keep` says; `isForeign` where it lacks the fields of id, title or url anyway.
 */
export type Mapped =
  | { readonly ok: true; readonly posting: Posting; readonly unread: readonly string[]; readonly isClear: boolean }
  | { readonly ok: false; readonly skipped?: Skipped; readonly isForeign?: boolean }

/** A feed's mapping, ready to be applied record by record. */
export interface Mapper {
  /** Evaluates what cannot be evaluated record by record; missing where there is no such thing. Where it is there, it comes before `map`. */
  readonly prepare?: (records: readonly SourceRecord[]) => Promise<void>
  map(record: SourceRecord): Mapped
  /** Notes a record that fills these paths though they are unread, and need not be mapped. */
  note(unread: readonly string[]): void
  /** Source fields that the mapping does not read and the client file does not ignore, with the number of records that fill them. */
  unread(): ReadonlyMap<string, number>
  /** Values that could not be used: unknown words, dates in another format. They leave their property unfilled. */
  warnings(): readonly MappingWarning[]
}

type Draft = { -readonly [Property in keyof Posting]?: Posting[Property] }

interface PropertyReader {
  readonly property: keyof Posting
  readonly read: (fields: RecordFields) => Posting[keyof Posting] | undefined
}

const required = ['id', 'title', 'url'] as const

const longestExcerpt = 200

// In bytes: PostgreSQL has no index entry of more than 2,704, and what it refuses would cost the whole run. The id of the feed stands beside it.
const longestId = 2_000

// As the schema of postings has it: what is longer is no title, and would fill every list that it stands in.
const longestTitle = 1_000

/** Compiles the mapping of a feed, which must have passed checkMapping, into closures. */
export function compileMapping(feed: Feed): Mapper {
  const { keep = [] } = feed
  const warnings = new Warnings()
  const unread = new UnreadFields([...mappedPaths(feed.mapping), ...keep.map(({ path }) => path)], feed.ignore)
  const expressions = new Expressions()
  const tests = keep.map(compileCondition)
  const isKept = (fields: RecordFields) => tests.every((test) => test(fields))
  const isForeign = compileForeign(feed.mapping)
  const readers = compileProperties(feed, expressions, warnings)

  return {
    ...(!expressions.isEmpty && {
      prepare: (records) =>
        expressions.evaluate(records.flatMap(({ fault, fields }) => (fault === undefined && isKept(fields) ? [fields] : []))),
    }),
    map(record) {
      if (record.fault !== undefined) return skip(record, record.fault)
      if (!isKept(record.fields)) return { ok: false, isForeign: isForeign(record.fields) }
      const unreadHere = unread.look(record.fields)
      const warned = warnings.count
      const draft: Draft = {}
      for (const { property, read } of readers) {
        const value = read(record.fields)
        if (value !== undefined) draft[property] = value as never
      }
      for (const property of required) if (draft[property] === undefined) return skip(record, missing(feed.mapping, property))
      if (isTooLong(draft.id!)) return skip(record, `the id is longer than ${longestId} bytes: is it the id that is mapped?`)
      if (draft.title!.length > longestTitle)
        return skip(record, `the title is longer than ${longestTitle} characters: is it the title that is mapped?`)
      return { ok: true, posting: draft as Posting, unread: unreadHere, isClear: warnings.count === warned }
    },
    note: (paths) => unread.count(paths),
    unread: () => unread.counts(),
    warnings: () => warnings.list(),
  }
}

/** The readers of all properties in the order of their names, in which postings are stored. */
function compileProperties({ mapping, clientName }: Feed, expressions: Expressions, warnings: Warnings): readonly PropertyReader[] {
  const { location, baseSalary, ...properties } = mapping
  const readers = (Object.entries(properties) as [keyof Posting, Transform][]).map(([property, transform]): PropertyReader => {
    const read = compileProperty(property, transform, expressions)
    const report: Report = (problem, value) => warnings.add(property, problem, value)
    if (property === 'hiringOrganization') return { property, read: (fields) => read(fields, report) ?? clientName }
    return { property, read: (fields) => read(fields, report) }
  })
  if (properties.hiringOrganization === undefined) readers.push({ property: 'hiringOrganization', read: () => clientName })
  if (location !== undefined) {
    readers.push({ property: 'location', read: bindReports('location', compileLocation(location, expressions), warnings) })
  }
  if (baseSalary !== undefined) {
    readers.push({ property: 'baseSalary', read: bindReports('baseSalary', compileBaseSalary(baseSalary, expressions), warnings) })
  }
  return readers.sort((a, b) => (a.property < b.property ? -1 : 1))
}

/** Makes the test whether a record could be no posting, whatever keep says of it: a field that each one has is missing. */
function compileForeign(mapping: Mapping): (fields: RecordFields) => boolean {
  const readers = required.flatMap((property) => {
    const paths = pathsNeeded(mapping[property])
    return paths === undefined ? [] : [paths.map(compilePath)]
  })
  return (fields) => readers.some((alternatives) => !alternatives.some((read) => isFilled(read(fields))))
}

/** All paths that a mapping reads. */
function mappedPaths({ location = {}, baseSalary, ...properties }: Mapping): readonly string[] {
  const transforms = [properties, location, baseSalary ?? {}].flatMap((part) => Object.values(part) as readonly Transform[])
  const expressions = transforms.flatMap((transform) => chainsOf(transform).flatMap(({ chain }) => chain.expr ?? []))
  return [...transforms.flatMap(pathsOf), ...expressions.flatMap(expressionPaths)]
}

/** A reader of a property in parts, told where each part's problems go. */
function bindReports<Part extends string, Value>(
  property: keyof Posting,
  read: (fields: RecordFields, reportFor: (part: Part) => Report) => Value,
  warnings: Warnings,
): (fields: RecordFields) => Value {
  const reports = new Map<Part, Report>()
  const reportFor = (part: Part) => {
    const report = reports.get(part) ?? ((problem: string, value: string) => warnings.add(`${property}.${part}`, problem, value))
    reports.set(part, report)
    return report
  }
  return (fields) => read(fields, reportFor)
}

function isTooLong(id: string): boolean {
  return id.length > longestId || (id.length * 3 > longestId && Buffer.byteLength(id) > longestId)
}

function missing(mapping: Mapping, property: (typeof required)[number]): string {
  const paths = pathsOf(mapping[property])
  const hint = chainsOf(mapping[property]).some(({ chain }) => chain.base !== undefined) ? '' : '; base makes a relative one absolute'
  return `no ${property}${paths.length === 0 ? '' : `: ${paths.join(', ')}`}${property === 'url' ? ` gives no absolute http(s) URL${hint}` : ' is empty'}`
}

function skip({ position, fields }: SourceRecord, reason: string): Mapped {
  // What surrounds the record stands at its end, and says little of it.
  const own = Object.hasOwn(fields, '^') ? { ...fields, '^': undefined } : fields
  return { ok: false, skipped: { position, reason, excerpt: JSON.stringify(own).slice(0, longestExcerpt) } }
}
