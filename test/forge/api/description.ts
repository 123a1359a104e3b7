import { readFile } from 'node:fs/promises'
import { Ajv, type ValidateFunction } from 'ajv'
import addFormats from 'ajv-formats'

type Json = Readonly<Record<string, unknown>>

/** A path or query parameter as the description declares it. */
interface Parameter {
  readonly name: string
  readonly in: 'path' | 'query' | 'header'
  readonly required?: boolean
  readonly schema: Json
  readonly 'x-multi-segment'?: boolean
}

/** One operation of GitHub's description, for instance `pulls/merge`. */
export interface Operation {
  readonly id: string
  readonly method: string
  readonly path: string
  readonly parameters: readonly Parameter[]
  readonly requestBody: { readonly required: boolean; readonly schema: Json } | undefined
  readonly responses: Readonly<Record<string, Json | undefined>>
}

/** An operation that a request names, with the values of its path parameters, decoded. */
export interface Match {
  readonly operation: Operation
  readonly path: Readonly<Record<string, string>>
}

const file = new URL(import.meta.resolve('@octokit/openapi/generated/api.github.com.json'))

/**
 * GitHub's published OpenAPI description (npm `@octokit/openapi`): finds operations, checks requests and answers.
 * Schemas are compiled on first use; reading the file takes about 0.2 s.
 */
export class Description {
  readonly #document: Json
  readonly #ajv: Ajv
  readonly #validators = new Map<unknown, ValidateFunction>()
  readonly #routes: readonly { readonly method: string; readonly pattern: RegExp; readonly length: number; readonly operation: Operation }[]

  constructor(document: Json) {
    this.#document = document
    this.#ajv = new Ajv({ strict: false, allErrors: true, logger: false, coerceTypes: false })
    addFormats.default(this.#ajv)
    this.#routes = this.#readRoutes()
  }

  get operations(): readonly Operation[] {
    return this.#routes.map(({ operation }) => operation)
  }

  /** The operation that serves this method and path (below the API's root); literal paths win over parameters. */
  find(method: string, path: string): Match | undefined {
    for (const { pattern, operation, method: allowed } of this.#routes) {
      const found = allowed === method ? pattern.exec(path) : null
      if (found === null) continue
      const values = Object.entries(found.groups ?? {}).map(([name, value]) => [name, decodeURIComponent(value)])
      return { operation, path: Object.fromEntries(values) }
    }
    return undefined
  }

  /** What is wrong with a value by a schema of the description; empty when it fits. */
  check(schema: Json, value: unknown): string[] {
    let validate = this.#validators.get(schema)
    if (validate === undefined) {
      validate = this.#ajv.compile(this.#convert(schema) as Json)
      this.#validators.set(schema, validate)
    }
    if (validate(value)) return []
    return (validate.errors ?? [])
      .slice(0, 8)
      .map((error) => `${error.instancePath || '(body)'} ${error.message} ${JSON.stringify(error.params)}`)
  }

  /** The names of the properties that a body may have; undefined where the schema leaves that open. */
  bodyProperties(schema: Json): readonly string[] | undefined {
    const { properties } = this.#resolve(schema) as { properties?: Json }
    return properties === undefined ? undefined : Object.keys(properties)
  }

  #readRoutes() {
    const paths = this.#document.paths as Readonly<Record<string, Json>>
    const routes = Object.entries(paths).flatMap(([path, methods]) => {
      const shared = (methods.parameters ?? []) as readonly Json[]
      return Object.entries(methods).flatMap(([method, details]) =>
        method === 'parameters' ? [] : [this.#readRoute(path, method.toUpperCase(), details as Json, shared)],
      )
    })
    return routes.toSorted((a, b) => Number(a.operation.path.includes('{')) - Number(b.operation.path.includes('{')) || b.length - a.length)
  }

  #readRoute(path: string, method: string, details: Json, shared: readonly Json[]) {
    const parameters = [...shared, ...((details.parameters ?? []) as Json[])].map((one) => this.#resolve(one) as unknown as Parameter)
    const responses = Object.entries(details.responses as Record<string, Json>).map(([status, response]) => [
      status,
      jsonSchema(this.#resolve(response)),
    ])
    const body = details.requestBody === undefined ? undefined : this.#resolve(details.requestBody as Json)
    const schema = body === undefined ? undefined : jsonSchema(body)
    const operation: Operation = {
      id: details.operationId as string,
      method,
      path,
      parameters,
      requestBody: schema === undefined ? undefined : { required: body?.required === true, schema },
      responses: Object.fromEntries(responses),
    }
    const greedy = new Set(parameters.filter((one) => one['x-multi-segment']).map(({ name }) => name))
    const source = path
      .replaceAll('.', '\\.')
      .replaceAll(/\{(\w+)\}/g, (_, name: string) => `(?<${name}>${greedy.has(name) ? '.+' : '[^/]+'})`)
    const literals = path.replaceAll(/\{\w+\}/g, '').length
    return { method, pattern: new RegExp(`^${source}$`), length: literals, operation }
  }

  #resolve(node: Json): Json {
    const reference = node.$ref as string | undefined
    if (reference === undefined) return node
    const target = reference
      .slice(2)
      .split('/')
      .reduce<unknown>((at, key) => (at as Json)[key], this.#document)
    return this.#resolve(target as Json)
  }

  // OpenAPI 3.0 is not JSON Schema: `nullable` becomes a choice, references become schemas of their own, added when first met.
  #convert(schema: unknown): unknown {
    if (Array.isArray(schema)) return schema.map((item) => this.#convert(item))
    if (typeof schema !== 'object' || schema === null) return schema
    const { $ref, nullable, example: _example, examples: _examples, ...rest } = schema as Json
    if (typeof $ref === 'string') return { $ref: this.#addComponent($ref) }
    const converted = Object.fromEntries(
      Object.entries(rest).map(([key, value]) => [key, key === 'enum' || key === 'default' ? value : this.#convert(value)]),
    )
    // GitHub declares some addresses as "uri" with the default "", which is none.
    if (converted.format === 'uri' && converted.default === '') return { anyOf: [{ const: '' }, converted] }
    return nullable === true ? { anyOf: [{ type: 'null' }, converted] } : converted
  }

  #addComponent(reference: string): string {
    const id = `github:${reference.slice('#/components/'.length)}`
    if (!this.#components.has(id)) {
      this.#components.add(id)
      this.#ajv.addSchema(this.#convert(this.#resolve({ $ref: reference })) as Json, id)
    }
    return id
  }

  readonly #components = new Set<string>()
}

function jsonSchema(holder: Json): Json | undefined {
  const content = holder.content as Readonly<Record<string, { schema?: Json }>> | undefined
  return content?.['application/json']?.schema
}

let reading: Promise<Description> | undefined

/** The description, read once per process: it never changes while one runs. */
export function readDescription(): Promise<Description> {
  reading ??= readFile(file, 'utf8').then((text) => new Description(JSON.parse(text) as Json))
  return reading
}
