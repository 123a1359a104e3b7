import type { Mapping, Transform } from '../model/client.ts'
import type { Feed } from '../model/feed.ts'
import type { Location, Posting } from '../model/posting.ts'
import type { SourceRecord } from '../model/record.ts'
import type { Skipped } from '../model/run.ts'
import { pathsOf, type Report } from './chain.ts'
import { compileLocation, type LocationReader, locationPaths } from './location.ts'
import { compileProperty } from './properties.ts'
import { UnreadFields } from './unread.ts'
import type { RecordFields } from './values.ts'
import { type MappingWarning, Warnings } from './warnings.ts'

/** A record as a posting, or why it became none. */
export type Mapped = { readonly ok: true; readonly posting: Posting } | { readonly ok: false; readonly skipped: Skipped }

/** A feed's mapping, ready to be applied record by record. */
export interface Mapper {
  map(record: SourceRecord): Mapped
  /** Source fields that the mapping does not read and the client file does not ignore, with the number of records that fill them. */
  unread(): ReadonlyMap<string, number>
  /** Values that could not be used: unknown words, dates in another format. They leave their property unfilled. */
  warnings(): readonly MappingWarning[]
}

type Draft = { -readonly [Property in keyof Posting]?: Posting[Property] }

interface Step {
  readonly property: keyof Posting
  readonly report: Report
  readonly read: (fields: RecordFields, report: Report) => Posting[keyof Posting] | undefined
}

const required = ['id', 'title', 'url'] as const

const longestExcerpt = 200

/** Compiles the mapping of a feed, which must have passed checkMapping, into closures. */
export function compileMapping(feed: Feed): Mapper {
  const { location, ...properties } = feed.mapping
  const warnings = new Warnings()
  const unread = new UnreadFields(mappedPaths(feed.mapping), feed.ignore)
  const steps = (Object.entries(properties) as [keyof Posting, Transform][]).map(
    ([property, transform]): Step => ({
      property,
      report: (problem, value) => warnings.add(property, problem, value),
      read: compileProperty(property, transform),
    }),
  )
  const readLocation = location === undefined ? undefined : bindLocation(compileLocation(location), warnings)

  return {
    map(record) {
      if (record.fault !== undefined) return skip(record, record.fault)
      unread.look(record.fields)
      const draft: Draft = {}
      for (const { property, read, report } of steps) {
        const value = read(record.fields, report)
        if (value !== undefined) draft[property] = value as never
      }
      for (const property of required) if (draft[property] === undefined) return skip(record, missing(feed.mapping, property))
      draft.hiringOrganization ??= feed.clientName
      const places = readLocation?.(record.fields)
      if (places !== undefined) draft.location = places
      return { ok: true, posting: draft as Posting }
    },
    unread: () => unread.counts(),
    warnings: () => warnings.list(),
  }
}

/** All paths that a mapping reads. */
export function mappedPaths({ location, ...properties }: Mapping): readonly string[] {
  const transforms = Object.values(properties) as readonly Transform[]
  return [...transforms.flatMap(pathsOf), ...(location === undefined ? [] : locationPaths(location))]
}

function bindLocation(read: LocationReader, warnings: Warnings): (fields: RecordFields) => Location[] | undefined {
  const reports = new Map<keyof Location, Report>()
  const reportFor = (part: keyof Location) => {
    const report = reports.get(part) ?? ((problem: string, value: string) => warnings.add(`location.${part}`, problem, value))
    reports.set(part, report)
    return report
  }
  return (fields) => read(fields, reportFor)
}

function missing(mapping: Mapping, property: (typeof required)[number]): string {
  const paths = pathsOf(mapping[property])
  return `no ${property}${paths.length === 0 ? '' : `: ${paths.join(', ')}`}${property === 'url' ? ' gives no absolute http(s) URL' : ' is empty'}`
}

function skip({ position, fields }: SourceRecord, reason: string): Mapped {
  return { ok: false, skipped: { position, reason, excerpt: JSON.stringify(fields).slice(0, longestExcerpt) } }
}
