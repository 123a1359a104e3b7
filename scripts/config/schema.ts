import { readFileSync } from 'node:fs'
import { Ajv, type DefinedError, type ErrorObject, type ValidateFunction } from 'ajv'
import type { Client } from '../model/client.ts'
import { isObject } from '../model/object.ts'
import type { Finding } from '../model/problem.ts'
import { foldMisplaced } from './misplaced.ts'
import { meantBy, type SchemaNode } from './schema-fault.ts'
import { mostProblems } from './tree.ts'

const schemaFile = new URL('../../schemas/client.schema.json', import.meta.url)

interface Checker {
  readonly validate: ValidateFunction<Client>
  readonly schema: SchemaNode
}

let checker: Checker | undefined

/** The findings of one parsed client file against schemas/client.schema.json; none means that it is a `Client`. */
export function checkSchema(value: unknown, file: string): Finding[] {
  const { errors, schema } = findErrors(value)
  return foldMisplaced(errors, schema).map((finding) => ({ file, ...finding }))
}

/** What ajv finds in a value, without echoes, and the schema. */
export function findErrors(value: unknown): { readonly errors: readonly DefinedError[]; readonly schema: SchemaNode } {
  checker ??= openChecker()
  const { validate, schema } = checker
  return { errors: validate(value) ? [] : withoutEchoes(validate.errors!.slice(0, mostProblems) as DefinedError[]), schema }
}

function openChecker(): Checker {
  const schema = JSON.parse(readFileSync(schemaFile, 'utf8')) as SchemaNode
  return { schema, validate: new Ajv({ allErrors: true, verbose: true, strict: false, strictNumbers: true }).compile<Client>(schema) }
}

/** Of a required property that is misspelt, the misspelling is told: that it is missing is an echo. */
function isMisspelt(error: DefinedError, errors: readonly DefinedError[]): boolean {
  if (error.keyword !== 'required') return false
  const known = Object.keys((error.parentSchema as SchemaNode).properties ?? {})
  return errors.some(
    (other) =>
      other.keyword === 'additionalProperties' &&
      other.instancePath === error.instancePath &&
      meantBy(other.params.additionalProperty, known) === error.params.missingProperty,
  )
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
  // What has not even the type is no word of a list either.
  const isWordEcho = (error: ErrorObject) =>
    error.keyword === 'enum' && errors.some(({ keyword, instancePath }) => keyword === 'type' && instancePath === error.instancePath)
  // `required` holds for whatever is no object, so that a list fulfils all of several shapes.
  const isShapeOfNoObject = ({ keyword, data }: ErrorObject) => keyword === 'oneOf' && !isObject(data)
  const real = errors.filter(
    (error) =>
      !insideOneOf(error) &&
      !isMisspelt(error, errors) &&
      !isShapeOfNoObject(error) &&
      !isTypeEcho(error) &&
      !isWordEcho(error) &&
      error.keyword !== 'anyOf' &&
      error.keyword !== 'propertyNames',
  )
  const unexplained = alternatives.filter(({ instancePath }) => !real.some((error) => error.instancePath.startsWith(instancePath)))
  return [...real, ...unexplained]
}
