import type { DefinedError } from 'ajv'
import type { Client } from '../model/client.ts'
import { environments } from '../model/environment.ts'
import { isObject } from '../model/object.ts'
import { strayProperties } from './misplaced.ts'
import { findErrors } from './schema.ts'
import { exampleOf, pathOf, type SchemaNode } from './schema-fault.ts'

type Path = readonly (string | number)[]

/** A client file without what the schema refuses: that is left out, or where the schema wants something there, an example stands in for it. */
export interface SoundPart {
  readonly client: Client
  /** Where that was done. */
  readonly lost: readonly Path[]
}

// What is left out may be required, and so may be what then stands in its place: real files take two or three.
const mostRounds = 8

/** What the rules can judge of a value that the schema refuses; undefined where that is nothing. */
export function soundPartOf(value: unknown): SoundPart | undefined {
  // Aliases share values, and what is left out in one place stays in another.
  const draft = JSON.parse(JSON.stringify(value)) as unknown
  const lost: Path[] = []
  for (let round = 0; round < mostRounds; round += 1) {
    const { errors, schema } = findErrors(draft)
    if (errors.length === 0) return { client: draft as Client, lost }
    lost.push(...strayProperties(errors, schema).map((name) => ['feeds', name]))
    for (const error of errors) {
      const path = mend(draft, error, schema)
      if (path === undefined) return undefined
      lost.push(path)
    }
  }
  return undefined
}

/** Whether a finding in the sound part holds for the file: it is neither in what was lost nor about its absence. */
export function isSound({ path }: { readonly path: Path }, lost: readonly Path[]): boolean {
  const paths = [path, ...environments.filter((name) => path[0] === 'environments' && path[1] === name).map(() => path.slice(2))]
  return !lost.some((one) => paths.some((at) => begins(at, scopeOf(one)) || (at.length > 0 && begins(one, at))))
}

/** What rests on the value at a path: the steps of a property are judged together. */
function scopeOf(path: Path): Path {
  if (path[0] === 'environments') return [...path.slice(0, 2), ...scopeOf(path.slice(2))]
  return path[0] === 'feeds' && path[2] === 'mapping' ? path.slice(0, path[3] === 'location' ? 5 : 4) : path
}

function begins(path: Path, first: Path): boolean {
  return first.every((step, index) => step === path[index])
}

/** Leaves out what an error is about, or puts an example there; returns where. Undefined where that would be all. */
function mend(draft: unknown, error: DefinedError, schema: SchemaNode): Path | undefined {
  const inner = pathOf(error.instancePath)
  if (error.keyword === 'required') {
    const { missingProperty: name } = error.params
    const example = exampleOf((error.parentSchema as SchemaNode).properties?.[name] ?? {}, schema)
    const object = valueAt(draft, inner)
    if (example !== undefined && isObject(object)) {
      object[name] = structuredClone(example)
      return [...inner, name]
    }
  }
  const outer = error.keyword === 'additionalProperties' ? [...inner, error.params.additionalProperty] : inner
  const path = error.propertyName === undefined ? outer : [...outer, error.propertyName]
  // The others of a list would have other numbers than in the file.
  const inList = path.findIndex((step) => typeof step === 'number')
  const whole = inList === -1 ? path : path.slice(0, inList)
  if (whole.length === 0) return undefined
  const object = valueAt(draft, whole.slice(0, -1))
  if (isObject(object)) delete object[whole.at(-1)!]
  return whole
}

/** What stands at a path of objects; undefined where nothing does. */
export function valueAt(value: unknown, path: Path): unknown {
  return path.reduce((inner, step) => (isObject(inner) && Object.hasOwn(inner, step) ? inner[step] : undefined), value)
}
