import type { DefinedError } from 'ajv'
import type { Finding } from '../model/problem.ts'
import { calledHere } from './said-elsewhere.ts'
import { isUnknownProperty, pathOf, resolve, type SchemaNode, schemaFault, type UnknownProperty } from './schema-fault.ts'

type SchemaFinding = Omit<Finding, 'file'>

/**
 * What ajv found, as findings. Where lines are indented by one step too few or too many, all that is below them is in the wrong place: that is told as
 * one.
 */
export function foldMisplaced(errors: readonly DefinedError[], schema: SchemaNode): SchemaFinding[] {
  const strays = strayProperties(errors, schema)
  const folds = errors
    .filter((error) => !strays.includes(feedOf(error) ?? ''))
    .map((error) => ({ error, ...(unindented(error, errors) ?? tooDeep(error, errors, schema) ?? alone(error, schema)) }))
  const echoes = new Set(folds.flatMap((fold) => fold.echoes))
  const findings = folds.filter(({ error }) => !echoes.has(error)).map(({ finding }) => finding)
  return strays.length === 0 ? findings : [strayFinding(strays), ...findings]
}

/** What a complaint of ajv's is told as, and the complaints that it makes up for. */
interface Fold {
  readonly finding: SchemaFinding
  readonly echoes: readonly DefinedError[]
}

function alone(error: DefinedError, schema: SchemaNode): Fold {
  return { finding: schemaFault(error, schema), echoes: [] }
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

/** An empty object, and unknown properties beside it that belong below it. */
function unindented({ keyword, data, instancePath, parentSchema }: DefinedError, errors: readonly DefinedError[]): Fold | undefined {
  const known = (parentSchema as SchemaNode | undefined)?.properties
  if (keyword !== 'type' || data !== null || known === undefined) return undefined
  const below = unknownAt(around(instancePath), errors).filter(({ params }) => Object.hasOwn(known, params.additionalProperty))
  if (below.length === 0) return undefined
  const tooMany = errors.filter((error) => error.keyword === 'maxProperties' && error.instancePath === around(instancePath))
  return { finding: emptyObject(pathOf(instancePath), below.map(nameOf)), echoes: [...below, ...tooMany] }
}

function emptyObject(path: SchemaFinding['path'], below: readonly string[]): SchemaFinding {
  const list = below.join(', ')
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

/** An unknown property that is one of the object around it: there it is missing, and where it is empty, what belongs below it is unknown, too. */
function tooDeep(error: DefinedError, errors: readonly DefinedError[], schema: SchemaNode): Fold | undefined {
  if (!isUnknownProperty(error) || error.instancePath === '') return undefined
  const name = nameOf(error)
  const path = pathOf(error.instancePath)
  const outer = nodeAt(path.slice(0, -1), schema)?.properties ?? {}
  const known = Object.keys((error.parentSchema as SchemaNode).properties ?? {})
  if (!Object.hasOwn(outer, name) || calledHere(name, known) !== undefined) return undefined
  const isEmpty = (error.data as Record<string, unknown>)[name] === null
  const own = isEmpty ? (resolve(outer[name]!, schema).properties ?? {}) : {}
  const below = unknownAt(error.instancePath, errors).filter(({ params }) => Object.hasOwn(own, params.additionalProperty))
  const missing = errors.filter(
    (other) => other.keyword === 'required' && other.instancePath === around(error.instancePath) && other.params.missingProperty === name,
  )
  const fix = `it stands beside ${path.at(-1)}, not in it: indent it as far as ${path.at(-1)}`
  return { finding: { ...schemaFault(error, schema), fix }, echoes: [...below, ...missing] }
}

function unknownAt(instancePath: string, errors: readonly DefinedError[]): UnknownProperty[] {
  return errors.filter(isUnknownProperty).filter((error) => error.instancePath === instancePath)
}

function nameOf({ params }: UnknownProperty): string {
  return params.additionalProperty
}

/** The JSON Pointer of the object that holds what is at another. */
function around(instancePath: string): string {
  return instancePath.replace(/\/[^/]*$/, '')
}

/** What the schema says at a path; undefined where that depends on the shape that was chosen. */
function nodeAt(path: readonly (string | number)[], schema: SchemaNode): SchemaNode | undefined {
  return path.reduce<SchemaNode | undefined>((node, step) => {
    const { properties = {}, additionalProperties } = node ?? {}
    const inner = Object.hasOwn(properties, step) ? properties[step] : additionalProperties
    return typeof inner === 'object' ? resolve(inner, schema) : undefined
  }, schema)
}
