import { type Lack, lacksOf } from '../model/markup.ts'
import type { Posting } from '../model/posting.ts'
import type { Shape } from '../model/recall.ts'
import type { Property } from '../model/run.ts'

// A feed has a few dozen. Where fields come and go by chance there are more, and records of further shapes are not recalled.
const mostShapes = 1_000

/** Numbers the shapes of a feed's records: many records share one. */
export class Shapes {
  readonly #shapes: Shape[]
  readonly #numbers = new Map<string, number>()

  /** `known` keep their numbers. */
  constructor(known: readonly Shape[]) {
    this.#shapes = [...known]
    for (const [number, shape] of known.entries()) this.#numbers.set(keyOf(shape), number)
  }

  /** All of them, by number. */
  get list(): readonly Shape[] {
    return this.#shapes
  }

  /** The number of the shape of a record that became this posting; undefined where there are too many. */
  numberOf(posting: Posting, unread: readonly string[]): number | undefined {
    let key = ''
    for (const property in posting) if (property !== 'id') key += `${property} `
    const lacks = lacksOf(posting)
    if (lacks.length > 0 || unread.length > 0) key += restOf(lacks, unread)
    const known = this.#numbers.get(key)
    if (known !== undefined || this.#shapes.length >= mostShapes) return known
    const filled = (Object.keys(posting) as (keyof Posting)[]).filter((property): property is Property => property !== 'id')
    this.#numbers.set(key, this.#shapes.length)
    return this.#shapes.push({ filled, unread, ...(lacks.length > 0 && { lacks }) }) - 1
  }
}

function keyOf({ filled, unread, lacks = [] }: Shape): string {
  return filled.map((property) => `${property} `).join('') + (lacks.length > 0 || unread.length > 0 ? restOf(lacks, unread) : '')
}

function restOf(lacks: readonly Lack[], unread: readonly string[]): string {
  return JSON.stringify([lacks, unread])
}
