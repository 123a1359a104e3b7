import type { Identity, World } from '../world.ts'

/** One checked request: parameters decoded, body fitting its schema. */
export interface Call<Body> {
  readonly world: World
  readonly identity: Identity
  readonly path: Readonly<Record<string, string>>
  readonly query: Readonly<Record<string, string>>
  /** The media type asked for, which decides between JSON and raw bytes. */
  readonly accept: string
  readonly body: Body
}

/** What an operation answers. `list` is cut into pages by the server; under `key` when GitHub wraps it with a total. */
export interface Answer {
  readonly status: number
  readonly body?: unknown
  readonly list?: { readonly items: readonly unknown[]; readonly key?: string }
  readonly location?: string
}

/** A modelled operation: the names (of query and body) that it heeds, and what it does. Any other name is refused as not modelled. */
export interface Handler {
  readonly heeds: readonly string[]
  readonly handle: (call: Call<never>) => Promise<Answer> | Answer
}

export type Handlers = Readonly<Record<string, Handler>>

/** Declares one operation. `Body` is what its request body holds; the description checks it before. */
export function operation<Body = unknown>(heeds: readonly string[], handle: (call: Call<Body>) => Promise<Answer> | Answer): Handler {
  return { heeds, handle: handle as Handler['handle'] }
}

export function ok(body: unknown): Answer {
  return { status: 200, body }
}

export function created(body: unknown): Answer {
  return { status: 201, body }
}

export function list(items: readonly unknown[], key?: string): Answer {
  return { status: 200, list: key === undefined ? { items } : { items, key } }
}

export const noContent: Answer = { status: 204 }

/** An answer other than success, as GitHub words it. */
export class Refusal extends Error {
  override readonly name = 'Refusal'
  readonly status: number
  readonly errors: readonly unknown[] | undefined

  constructor(status: number, message: string, errors?: readonly unknown[]) {
    super(message)
    this.status = status
    this.errors = errors
  }
}

/** GitHub would do something here that this forge does not know: refused with 501 and recorded, never ignored. */
export class NotModelled extends Error {
  override readonly name = 'NotModelled'
}

export function notFound(): Refusal {
  return new Refusal(404, 'Not Found')
}

/** 422 as GitHub gives it for one wrong field. */
export function invalid(resource: string, field: string, message: string): Refusal {
  return new Refusal(422, 'Validation Failed', [{ resource, field, code: 'custom', message }])
}

/** The number in a path; the description has checked that it is one. */
export function numberIn(path: Readonly<Record<string, string>>, name: string): number {
  return Number(path[name])
}
