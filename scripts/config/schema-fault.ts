import type { DefinedError } from 'ajv'
import { stringify } from 'yaml'
import { describeValue, type Fault, faultOf } from '../model/fault.ts'
import type { Finding } from '../model/problem.ts'
import { didYouMean, nearest } from '../suggest.ts'
import { formTexts } from './form-texts.ts'
import { calledHere } from './said-elsewhere.ts'

/** The part of a JSON Schema (draft 7) that its faults are told by. */
export interface SchemaNode {
  readonly $ref?: string
  readonly type?: string | readonly string[]
  readonly description?: string
  readonly examples?: readonly unknown[]
  readonly properties?: Readonly<Record<string, SchemaNode>>
  readonly required?: readonly string[]
  readonly additionalProperties?: SchemaNode | boolean
  readonly oneOf?: readonly SchemaNode[]
  readonly anyOf?: readonly SchemaNode[]
  readonly maxProperties?: number
  readonly definitions?: Readonly<Record<string, SchemaNode>>
}

const typeTexts: Readonly<Record<string, string>> = {
  object: 'an object',
  array: 'a list',
  string: 'a text',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
}

const alternatives = new Intl.ListFormat('en-GB', { type: 'disjunction' })

/** What ajv found, in words that an author of a client file knows; `schema` is the whole one. */
export function schemaFault(error: DefinedError, schema: SchemaNode): Omit<Finding, 'file'> {
  const inner = pathOf(error.instancePath)
  const path = [
    ...inner,
    ...(error.propertyName === undefined ? [] : [error.propertyName]),
    ...(error.keyword === 'additionalProperties' ? [error.params.additionalProperty] : []),
  ]
  // A posting without them cannot be stored or shown, whatever the file is otherwise: a rule of its own, by the name that people know.
  const isMapping = error.keyword === 'required' && /^feeds,[^,]+,mapping$/.test(path.join())
  const atKey = error.propertyName === undefined ? {} : { atKey: true }
  return {
    path,
    rule: isMapping ? 'requiredPropertiesAreMapped' : 'schema',
    ...atKey,
    ...faultIn(error, (error.parentSchema ?? {}) as SchemaNode, schema),
  }
}

function faultIn(error: DefinedError, node: SchemaNode, schema: SchemaNode): Fault & { readonly atKey?: boolean } {
  const found = foundBy(error)
  const example = exampleOf(node, schema)
  switch (error.keyword) {
    case 'additionalProperties':
      return unknownProperty(error, Object.keys(node.properties ?? {}))
    case 'required': {
      const { missingProperty: name } = error.params
      return missingProperty(name, exampleOf(node.properties?.[name] ?? {}, schema))
    }
    case 'oneOf':
    case 'minProperties':
    case 'maxProperties':
      return choiceFault(error.data, { found, node, example })
    case 'enum':
      return unknownWord(error.data, error.params.allowedValues.map(String))
    case 'type':
      // Who begins with an empty file needs all of a small one.
      if (error.instancePath === '') {
        const fix = `write a small client file first, for instance ${exampleText(example)}, or copy the nearest example (clients/README.md)`
        return faultOf(`an object with ${node.required?.join(', ')}`, found, fix)
      }
      return otherType(error.data, [error.params.type].flat(), found, example)
    case 'anyOf':
      return otherType(error.data, typesOf(node, schema), found, example)
    default:
      return unlike(limitOf(error), found, example)
  }
}

/** What a reference in the schema stands for. */
export function resolve(node: SchemaNode, { definitions = {} }: SchemaNode): SchemaNode {
  return node.$ref === undefined ? node : (definitions[node.$ref.replace('#/definitions/', '')] ?? {})
}

/** The first example of a property, or one made of those of what it requires. */
export function exampleOf(node: SchemaNode, schema: SchemaNode): unknown {
  const own = node.examples?.[0] ?? resolve(node, schema).examples?.[0]
  const { properties, required } = resolve(node, schema)
  if (own !== undefined || properties === undefined || required === undefined) return own
  return Object.fromEntries(required.map((name) => [name, exampleOf(properties[name]!, schema)]))
}

function typesOf(node: SchemaNode, schema: SchemaNode): string[] {
  const { type = [], anyOf = [] } = resolve(node, schema)
  return [type].flat().concat(anyOf.flatMap((inner) => typesOf(inner, schema)))
}

function unlike(expected: string, found: string, example: unknown): Fault {
  return faultOf(expected, found, example === undefined ? `write ${expected}` : `write for instance ${exampleText(example)}`)
}

/** A value of the wrong type: what its author wrote is worth keeping where it can be. */
function otherType(value: unknown, types: readonly string[], found: string, example: unknown): Fault {
  const expected = typesText(types)
  const isList = Array.isArray(value) && types.join() === 'object'
  if (isList) return faultOf(expected, found, `write one object, for instance ${exampleText(example)}`)
  // What is not shown may be a secret, which has no place in a file.
  const isQuotable = (typeof value === 'boolean' || typeof value === 'number') && found === String(value) && types.includes('string')
  // As it is written, not as it was read: YAML drops the zeros of 007 and 1.10, and the last digits of long numbers.
  return isQuotable ? faultOf(expected, found, 'put it between quotes as it is written') : unlike(expected, found, example)
}

interface Choice {
  readonly found: string
  readonly node: SchemaNode
  readonly example: unknown
}

function choiceFault(value: unknown, { found, node, example }: Choice): Fault {
  const expected = choiceText(node)
  if (choicesIn(value, node).length > 1) return faultOf(expected, found, 'keep one')
  // Whoever wrote some of it wants to keep that.
  const isBegun = node.oneOf !== undefined && Object.keys(value as object).some((name) => Object.hasOwn(node.properties ?? {}, name))
  return isBegun ? faultOf(expected, found, `add one of them, as in ${exampleText(example)}`) : unlike(expected, found, example)
}

function missingProperty(name: string, example: unknown): Fault {
  const fix = `add ${name}${example === undefined ? '' : `, for instance ${name}: ${exampleText(example)}`}`
  return { found: 'nothing', expected: `the property "${name}"`, message: `"${name}" is missing`, fix }
}

/** The known property that was meant by an unknown one: as other tools call it, or misspelt. */
export function meantBy(name: string, known: readonly string[]): string | undefined {
  return calledHere(name, known) ?? nearest(name, known)
}

/** That an object has a property which the schema does not know there. */
export type UnknownProperty = Extract<DefinedError, { readonly keyword: 'additionalProperties' }>

/** Whether what ajv found is an unknown property. */
export function isUnknownProperty(error: DefinedError): error is UnknownProperty {
  return error.keyword === 'additionalProperties'
}

function unknownProperty({ params, data }: UnknownProperty, known: readonly string[]): Fault & { readonly atKey: true } {
  const { additionalProperty: name } = params
  const parts = { found: describeValue(name), expected: `one of ${known.join(', ')}`, message: `unknown property "${name}"` }
  return { atKey: true, ...parts, fix: adviceFor(name, { known, isEmpty: (data as Record<string, unknown>)[name] === null }) }
}

function adviceFor(name: string, { known, isEmpty }: { readonly known: readonly string[]; readonly isEmpty: boolean }): string {
  // In braces `language:fr` is one word, and what follows a comma another entry.
  const [key = '', value = ''] = isEmpty ? name.split(/:(.*)/s) : []
  if (value !== '' && known.includes(key)) return `write a space after the colon: ${key}: ${value}`
  const here = calledHere(name, known)
  const meant = here === undefined ? didYouMean(name, known) : `did you mean "${here}"?`
  return meant || `known here: ${known.join(', ')}${isEmpty ? '; a text that holds a comma stands in quotes' : ''}`
}

function unknownWord(word: unknown, allowed: readonly string[]): Fault {
  const advice = allowed.length === 1 ? `write ${allowed[0]}` : `write one of them, for instance ${allowed[0]}`
  return faultOf(`one of ${allowed.join(', ')}`, describeValue(word), didYouMean(String(word), allowed) || advice)
}

/** The properties among which an object must choose, each as one choice; two that may stand together are one. */
function choicesOf({ oneOf, properties = {} }: SchemaNode): readonly (readonly string[])[] {
  const namesIn = ({ required = [], anyOf = [] }: SchemaNode): readonly string[] => [...required, ...anyOf.flatMap(namesIn)]
  return oneOf?.map(namesIn) ?? Object.keys(properties).map((name) => [name])
}

function choicesIn(value: unknown, node: SchemaNode): readonly unknown[] {
  return choicesOf(node).filter((names) => names.some((name) => Object.hasOwn(value as object, name)))
}

function choiceText(node: SchemaNode): string {
  const choices = choicesOf(node).map((names) => names.join(' and '))
  if (choices.length === 0) return 'at least one entry'
  return `${node.oneOf === undefined && node.maxProperties !== 1 ? 'at least' : 'exactly'} one of ${choices.join(', ')}`
}

/** What a value that has the right type must keep to. */
function limitOf(error: DefinedError): string {
  switch (error.keyword) {
    case 'minLength':
      return error.params.limit === 1 ? 'a text that is not empty' : `at least ${error.params.limit} characters`
    case 'maxLength':
      return `at most ${error.params.limit} characters`
    case 'minItems':
      return error.params.limit === 1 ? 'a list that is not empty' : `a list of at least ${error.params.limit}`
    case 'maxItems':
      return `a list of at most ${error.params.limit}`
    case 'minimum':
      return `at least ${error.params.limit}`
    case 'maximum':
      return `at most ${error.params.limit}`
    case 'uniqueItems':
      return 'a list that holds nothing twice'
    case 'pattern':
      return formTexts[error.params.pattern] ?? `the form ${error.params.pattern}`
    case 'const':
      return describeValue(error.params.allowedValue)
    default:
      return `what ${error.message}`
  }
}

function foundBy({ keyword, data, instancePath }: DefinedError): string {
  // Where the name of a secret is wanted, people write the secret.
  if (/\/auth(?:\/|$)/.test(instancePath) && ['string', 'number'].includes(typeof data))
    return `a ${typeof data === 'string' ? 'text' : 'number'}, which is not shown: it may be a secret`
  if (keyword === 'maxLength') return `${[...(data as string)].length} characters`
  if (keyword === 'uniqueItems') return 'the same twice'
  return describeValue(data)
}

function typesText(types: readonly string[]): string {
  return alternatives.format([...new Set(types)].map((type) => typeTexts[type] ?? type)) || 'another shape'
}

/** As it is written in YAML, in one line. */
function exampleText(example: unknown): string {
  return typeof example === 'string' ? JSON.stringify(example) : stringify(example, { collectionStyle: 'flow', lineWidth: 0 }).trimEnd()
}

/** A JSON Pointer (RFC 6901) as path. */
export function pathOf(pointer: string): (string | number)[] {
  return pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
    .map((step) => (/^\d+$/.test(step) ? Number(step) : step))
}
