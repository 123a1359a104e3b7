import { setImmediate as nextTurn } from 'node:timers/promises'
import jsonata from 'jsonata'
import type { ExpressionReaders, Reader } from './chain.ts'
import { goesThroughListsAgain } from './expression-syntax.ts'
import { LinearRegExp } from './pattern.ts'
import type { RecordFields, Values } from './values.ts'

// A record of a real feed takes some 20 µs; what takes a quarter of a second was made to.
const timeoutMs = 250
const deepestCall = 200
const longestList = 100_000

// Where it goes through a list again for each element ($distinct, $sort, ...), 100,000 take minutes, and gigabytes, in which it does not look at the
// clock; 2,000 take a fifth of the time that a record has, so that a busy machine does not lose them.
const longestRepeated = 2_000

// As a record.
const longestText = 10_000_000

// A worker must not spend half a second on each of a million records.
const mostTimeouts = 5

// JSONata's codes for the limits that it keeps itself, and one of ours beside them.
const deepCallCode = 'D1011'
const longListCode = 'D2015'
const longTextCode = 'long text'

// What JSONata calls with what each part of an expression gave; not in its types.
const afterEach = Symbol.for('jsonata.__evaluate_exit')

/** What an expression gave, or what is wrong with it; `told` stands in for the expression where there is more to say. */
type Result = { readonly values: Values } | Failure

interface Failure {
  readonly problem: string
  readonly told?: string
}

/**
 * The expressions (JSONata) of one mapping. JSONata evaluates asynchronously and mapping is not, so they are evaluated for a batch of records before
 * it is mapped. Bounded in time, depth and size, and its regular expressions are linear: data from outside cannot hang it. An expression that fails
 * is reported and leaves its property unfilled; one that has run out of time for five records is not tried again.
 */
export class Expressions implements ExpressionReaders {
  readonly #expressions = new Map<string, Expression>()

  get isEmpty(): boolean {
    return this.#expressions.size === 0
  }

  readerOf(text: string): Reader {
    const expression = this.#expressions.get(text) ?? new Expression(text)
    this.#expressions.set(text, expression)
    return (fields, report) => {
      const result = expression.resultOf(fields)
      if ('values' in result) return result.values
      report(result.problem, result.told ?? text)
      return undefined
    }
  }

  /** Evaluates all expressions for these records; only then may their readers be asked. */
  async evaluate(records: readonly RecordFields[]): Promise<void> {
    for (const expression of this.#expressions.values()) {
      for (const fields of records) {
        // JSONata never gives the event loop a turn by itself, and a lease is renewed by it.
        if (await expression.evaluate(fields)) await nextTurn()
      }
    }
  }
}

class Expression {
  readonly #expression: jsonata.Expression
  readonly #longest: number
  readonly #results = new WeakMap<RecordFields, Result>()
  #timeouts = 0

  constructor(text: string) {
    const RegexEngine = LinearRegExp as unknown as RegExpConstructor
    const longest = goesThroughListsAgain(text) ? longestRepeated : longestList
    this.#longest = longest
    this.#expression = jsonata(text, { RegexEngine, timeout: timeoutMs, stack: deepestCall, sequence: longest })
    // The option holds for the lists that JSONata makes; this for those of the record, too, before a function is given them.
    const refuseLarge = (_node: unknown, _input: unknown, _frame: unknown, result: unknown) => {
      if (Array.isArray(result) && result.length > longest) throw { code: longListCode }
      if (typeof result === 'string' && result.length > longestText) throw { code: longTextCode }
    }
    this.#expression.assign(afterEach as unknown as string, refuseLarge)
  }

  resultOf(fields: RecordFields): Result {
    const result = this.#results.get(fields)
    if (result === undefined) throw new Error('the expressions of this record have not been evaluated')
    return result
  }

  /** Whether it ran out of time. */
  async evaluate(fields: RecordFields): Promise<boolean> {
    if (this.#timeouts >= mostTimeouts) {
      this.#results.set(fields, { problem: `expression ran out of time for ${mostTimeouts} records and is not tried any more` })
      return false
    }
    let result = await this.#try(fields)
    // A process that was stopped meanwhile sees time pass, too; what a posting holds must not depend on that.
    if (result === 'timeout') result = await this.#try(fields)
    if (result === 'timeout') this.#timeouts += 1
    this.#results.set(fields, result === 'timeout' ? ranOutOfTime : result)
    return result === 'timeout'
  }

  async #try(fields: RecordFields): Promise<Result | 'timeout'> {
    try {
      return toResult(await this.#expression.evaluate(fields))
    } catch (error) {
      const { code, message = 'without a reason' } = error as { readonly code?: string; readonly message?: string }
      if (code === 'D1012') return 'timeout'
      return limitFailure(code, this.#longest) ?? { problem: 'expression failed', told: message }
    }
  }
}

const ranOutOfTime: Failure = { problem: `expression ran out of time (${timeoutMs} ms a record): write a simpler one` }

/** What is said of a limit that was met; undefined where it was none. */
function limitFailure(code: string | undefined, longest: number): Failure | undefined {
  switch (code) {
    case deepCallCode:
      return { problem: `expression calls functions more than ${deepestCall} levels deep: write it without recursion` }
    case longListCode:
      return { problem: `expression meets a list of more than ${longest} elements: name a smaller one, or a path instead` }
    case longTextCode:
      return { problem: `expression makes a text of more than ${longestText} characters: cut its parts down with $substring` }
    default:
      return undefined
  }
}

function toResult(value: unknown): Result {
  if (value === undefined || value === null) return { values: undefined }
  if (typeof value === 'number' && !Number.isFinite(value))
    return { problem: 'expression gives a number without end: does it divide by 0?' }
  if (!Array.isArray(value))
    return isScalar(value) ? { values: textOf(value) } : { problem: 'expression gives an object: name one of its fields' }
  if (!value.every((element) => element === null || isScalar(element)))
    return { problem: 'expression gives a list of objects: name one of their fields' }
  return { values: value.map((element) => (element === null ? undefined : textOf(element))) }
}

function isScalar(value: unknown): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value))
}

function textOf(value: string | number | boolean): string | undefined {
  return String(value).trim() || undefined
}
