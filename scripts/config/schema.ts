import { readFileSync } from 'node:fs'
import { Ajv, type DefinedError, type ErrorObject, type ValidateFunction } from 'ajv'
import type { Client } from '../model/client.ts'
import type { Finding } from '../model/problem.ts'
import { didYouMean } from '../suggest.ts'
import { mostProblems } from './tree.ts'

const schemaFile = new URL('../../schemas/client.schema.json', import.meta.url)
let compiled: ValidateFunction<Client> | undefined

/** The findings of one parsed client file against schemas/client.schema.json; none means that it is a `Client`. */
export function checkSchema(value: unknown, file: string): Finding[] {
  compiled ??= new Ajv({ allErrors: true, verbose: true, strict: false }).compile<Client>(JSON.parse(readFileSync(schemaFile, 'utf8')))
  if (compiled(value)) return []
  return withoutEchoes(compiled.errors!.slice(0, mostProblems) as DefinedError[]).map((error) => ({ file, ...finding(error) }))
}

/**
 * A value that may have several shapes gives one error for each shape that it has not. Kept are those of the shape that was meant: errors
 * below the value, or about its properties; the bare "wrong type" errors and the sum of all are echoes.
 */
function withoutEchoes(errors: readonly DefinedError[]): DefinedError[] {
  const alternatives = errors.filter(({ keyword }) => keyword === 'anyOf')
  const insideOneOf = (error: ErrorObject) => error.keyword === 'required' && error.schemaPath.includes('/oneOf/')
  const isTypeEcho = (error: ErrorObject) =>
    error.keyword === 'type' && alternatives.some(({ instancePath }) => instancePath === error.instancePath)
  // `required` holds for whatever is no object, so that a list fulfils all of several shapes.
  const isShapeOfNoObject = ({ keyword, data }: ErrorObject) => keyword === 'oneOf' && (typeof data !== 'object' || Array.isArray(data))
  const real = errors.filter(
    (error) =>
      !insideOneOf(error) &&
      !isShapeOfNoObject(error) &&
      !isTypeEcho(error) &&
      error.keyword !== 'anyOf' &&
      error.keyword !== 'propertyNames',
  )
  const unexplained = alternatives.filter(({ instancePath }) => !real.some((error) => error.instancePath.startsWith(instancePath)))
  return [...real, ...unexplained]
}

type Sentence = Omit<Finding, 'file'>

/** The part of the schema that was not fulfilled. */
interface Parent {
  readonly properties?: object
  readonly oneOf?: readonly { readonly required: readonly string[] }[]
  readonly description?: string
  readonly examples?: readonly unknown[]
}

function finding(error: DefinedError): Sentence {
  const inner = pathOf(error.instancePath)
  const path = error.propertyName === undefined ? inner : [...inner, error.propertyName]
  const parent = error.parentSchema as Parent | undefined
  const base = { path, rule: 'schema' }
  switch (error.keyword) {
    case 'additionalProperties':
      return { ...base, path: [...path, error.params.additionalProperty], ...unknownProperty(error.params.additionalProperty, parent) }
    case 'required':
      return {
        ...base,
        // A posting without them cannot be stored or shown, whatever the file is otherwise: a rule of its own, by the name that people know.
        rule: /^feeds,[^,]+,mapping$/.test(path.join()) ? 'requiredPropertiesAreMapped' : 'schema',
        message: `"${error.params.missingProperty}" is missing`,
        fix: `add ${error.params.missingProperty}${example(parent, error.params.missingProperty)}`,
      }
    case 'oneOf':
    case 'minProperties':
    case 'maxProperties': {
      const names = parent?.oneOf?.flatMap(({ required }) => required) ?? Object.keys(parent?.properties ?? {})
      return { ...base, message: `expected exactly one of ${names.join(', ')}, found ${found(error.data)}`, fix: 'keep one' }
    }
    case 'enum':
      return { ...base, atKey: error.propertyName !== undefined, ...unknownWord(error.data, error.params.allowedValues.map(String)) }
    case 'pattern':
      return {
        ...base,
        atKey: error.propertyName !== undefined,
        message: `expected the form ${error.params.pattern}, found ${found(error.data)}`,
        fix: fixFrom(parent),
      }
    case 'type':
      return { ...base, message: `expected ${String(error.params.type)}, found ${found(error.data)}`, fix: fixFrom(parent) }
    case 'anyOf':
      return { ...base, message: `expected another shape, found ${found(error.data)}`, fix: fixFrom(parent) }
    default:
      // ajv's own words, as in "must NOT have fewer than 1 items".
      return { ...base, message: `expected what ${error.message}, found ${found(error.data)}`, fix: fixFrom(parent) }
  }
}

function unknownProperty(key: string, parent: Parent | undefined): Pick<Sentence, 'atKey' | 'message' | 'fix'> {
  const known = Object.keys(parent?.properties ?? {})
  return { atKey: true, message: `unknown property "${key}"`, fix: didYouMean(key, known) || `known here: ${known.join(', ')}` }
}

function unknownWord(word: unknown, allowed: readonly string[]): Pick<Sentence, 'message' | 'fix'> {
  const advice = allowed.length === 1 ? `write ${allowed[0]}` : `write one of them, for instance ${allowed[0]}`
  return { message: `expected one of ${allowed.join(', ')}, found ${found(word)}`, fix: didYouMean(String(word), allowed) || advice }
}

/** What stands in the file, in a few words. */
function found(value: unknown): string {
  if (value === null) return 'nothing'
  if (Array.isArray(value)) return `a list of ${value.length}`
  if (typeof value === 'object')
    return Object.keys(value).length === 0 ? 'an empty object' : `an object with ${Object.keys(value).join(', ')}`.slice(0, 100)
  const text = JSON.stringify(value)
  return text.length > 60 ? `${text.slice(0, 57)}…` : text
}

function fixFrom(schema: Parent | undefined): string {
  const sample = schema?.examples?.[0]
  return sample === undefined ? (schema?.description ?? 'see clients/README.md') : `write for instance ${JSON.stringify(sample)}`
}

function example(schema: Parent | undefined, property: string): string {
  const sample = (schema?.properties as Record<string, { examples?: unknown[] }> | undefined)?.[property]?.examples?.[0]
  return sample === undefined ? '' : `, for instance ${property}: ${JSON.stringify(sample)}`
}

/** A JSON Pointer (RFC 6901) as path. */
function pathOf(pointer: string): (string | number)[] {
  return pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
    .map((step) => (/^\d+$/.test(step) ? Number(step) : step))
}
