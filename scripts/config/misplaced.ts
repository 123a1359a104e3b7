import type { DefinedError } from 'ajv'
import type { Finding } from '../model/problem.ts'
import { calledHere } from './said-elsewhere.ts'
import { pathOf, resolve, type SchemaNode, schemaFault } from './schema-fault.ts'

type SchemaFinding = Omit<Finding, 'file'>

/**
 * What ajv found, as findings. Where lines are indented by one step too few or too many, all that is below them is in the wrong place: that is told as
 * one.
 */
export function foldMisplaced(errors: readonly DefinedError[], schema: SchemaNode): SchemaFinding[] {
  const strays = strayProperties(errors, schema)
  const lefts = errors
    .filter((error) => !strays.includes(feedOf(error) ?? ''))
    .map((error) => ({ error, below: unindented(error, errors), deeper: tooDeep(error, errors, schema) }))
  const echoes = new Set(lefts.flatMap(({ below, deeper }) => [...below, ...(deeper?.echoes ?? [])]))
  const findings = lefts
    .filter(({ error }) => !echoes.has(error))
    .map(({ error, below, deeper }) => {
      if (below.length > 0) return emptyObject(error, below)
      return { ...schemaFault(error, schema), ...(deeper !== undefined && { fix: deeper.fix }) }
    })
  return strays.length === 0 ? findings : [strayFinding(strays), ...findings]
}

/** The properties of a feed that stand beside the names of feeds, or where their only name should. */
export function strayProperties(errors: readonly DefinedError[], schema: SchemaNode): readonly string[] {
  const names = Object.keys(schema.definitions?.feed?.properties ?? {})
  // A feed may be called so: then it has at least one of what each feed needs.
  const needed = schema.definitions?.feed?.required?.length ?? 0
  return names.filter((name) => {
    const own = errors.filter(({ instancePath }) => instancePath === `/feeds/${name}`)
    return own.filter(({ keyword }) => keyword === 'required').length === needed || own.some(({ keyword }) => keyword === 'type')
  })
}

function feedOf({ instancePath }: DefinedError): string | undefined {
  return /^\/feeds\/([^/]+)/.exec(instancePath)?.[1]
}

function strayFinding(names: readonly string[]): SchemaFinding {
  const list = names.join(', ')
  return {
    path: ['feeds', names[0]!],
    atKey: true,
    rule: 'schema',
    found: list,
    expected: 'the name of a feed, with its properties below it',
    message: `a feed has no name here: ${list}`,
    fix: 'write the name of the feed above them, as in jobs:, and indent them below it',
  }
}

/** The complaints about unknown properties that belong below an empty one beside them. */
function unindented({ keyword, data, instancePath, parentSchema }: DefinedError, errors: readonly DefinedError[]): readonly DefinedError[] {
  const known = (parentSchema as SchemaNode | undefined)?.properties
  if (keyword !== 'type' || data !== null || known === undefined) return []
  const beside = instancePath.replace(/\/[^/]*$/, '')
  return errors.filter(
    (error) =>
      error.keyword === 'additionalProperties' && error.instancePath === beside && Object.hasOwn(known, error.params.additionalProperty),
  )
}

function emptyObject({ instancePath }: DefinedError, below: readonly DefinedError[]): SchemaFinding {
  const path = pathOf(instancePath)
  const list = below.map((error) => (error.keyword === 'additionalProperties' ? error.params.additionalProperty : '')).join(', ')
  return {
    path,
    atKey: true,
    rule: 'schema',
    found: 'nothing',
    expected: `an object with ${list}`,
    message: `"${path.at(-1)}" holds nothing, and ${list} stand beside it`,
    fix: `indent ${list} below ${path.at(-1)}`,
  }
}

interface TooDeep {
  readonly fix: string
  /** The complaints about what belongs below it. */
  readonly echoes: readonly DefinedError[]
}

/** What to do about an unknown property that is one of the object around it. */
function tooDeep(error: DefinedError, errors: readonly DefinedError[], schema: SchemaNode): TooDeep | undefined {
  if (error.keyword !== 'additionalProperties' || error.instancePath === '') return undefined
  const { additionalProperty: name } = error.params
  const path = pathOf(error.instancePath)
  const around = nodeAt(path.slice(0, -1), schema)?.properties ?? {}
  const known = Object.keys((error.parentSchema as SchemaNode).properties ?? {})
  if (!Object.hasOwn(around, name) || calledHere(name, known) !== undefined) return undefined
  const isEmpty = (error.data as Record<string, unknown>)[name] === null
  const own = Object.keys((isEmpty && resolve(around[name]!, schema).properties) || {})
  const echoes = errors.filter(
    (other) =>
      other.keyword === 'additionalProperties' &&
      other.instancePath === error.instancePath &&
      own.includes(other.params.additionalProperty),
  )
  return { fix: `it stands beside ${path.at(-1)}, not in it: indent it as far as ${path.at(-1)}`, echoes }
}

/** What the schema says at a path; undefined where that depends on the shape that was chosen. */
function nodeAt(path: readonly (string | number)[], schema: SchemaNode): SchemaNode | undefined {
  return path.reduce<SchemaNode | undefined>((node, step) => {
    const { properties = {}, additionalProperties } = node ?? {}
    const inner = Object.hasOwn(properties, step) ? properties[step] : additionalProperties
    return typeof inner === 'object' ? resolve(inner, schema) : undefined
  }, schema)
}
