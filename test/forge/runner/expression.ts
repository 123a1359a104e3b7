import { expressions } from './libraries.ts'

/** The contexts of an expression by name, as plain values: `github`, `env`, `steps` and so on. */
export type Contexts = Readonly<Record<string, unknown>>

/** What the status functions answer at this point of the run. */
export interface Status {
  readonly success: boolean
  readonly failure: boolean
  readonly cancelled: boolean
}

const statusNames = ['success', 'failure', 'cancelled', 'always'] as const

/** The value of one expression, without its `${{ }}`. Throws for an unknown context or function. */
export function evaluate(source: string, contexts: Contexts, status: Status): unknown {
  const { Lexer, Parser, Evaluator, data } = expressions
  const answers = { ...status, always: true }
  const functions = new Map(
    statusNames.map((name) => [
      name as string,
      { name, description: name, minArgs: 0, maxArgs: 0, call: () => new data.BooleanData(answers[name]) },
    ]),
  )
  const { tokens } = new Lexer(source).lex()
  const tree = new Parser(tokens, Object.keys(contexts), [...functions.values()]).parse()
  const dictionary = new data.Dictionary(...Object.entries(contexts).map(([key, value]) => ({ key, value: toData(value) })))
  return fromData(new Evaluator(tree, dictionary, functions).evaluate())
}

/** A string with its expressions replaced; one that is a single expression keeps that expression's type. */
export function interpolate(text: unknown, contexts: Contexts, status: Status): unknown {
  if (typeof text !== 'string') return text
  const parts = splitExpressions(text)
  if (parts.length === 1 && parts[0]!.isExpression) return evaluate(parts[0]!.text, contexts, status)
  return parts.map((part) => (part.isExpression ? toText(evaluate(part.text, contexts, status)) : part.text)).join('')
}

/** As `interpolate`, written as GitHub writes a value into a string: null is empty, an object is its JSON. */
export function interpolateText(text: unknown, contexts: Contexts, status: Status): string {
  return toText(interpolate(text, contexts, status))
}

/** Whether a condition holds. Without a status function it asks for success first, as GitHub does. */
export function isTrue(condition: unknown, contexts: Contexts, status: Status): boolean {
  if (condition === undefined || condition === null || condition === '') return status.success
  const text = String(condition).trim()
  const parts = splitExpressions(text)
  // "if: |" with ${{ }} and a line end, or text around it, is a string that is never empty: true. Kept as it is.
  const isPlain = parts.every(({ isExpression }) => !isExpression)
  const source = isPlain ? text : parts.length === 1 ? parts[0]!.text : undefined
  const asksStatus = /\b(success|failure|cancelled|always)\s*\(/.test(text)
  if (!asksStatus && !status.success) return false
  return isTruthy(source === undefined ? interpolate(text, contexts, status) : evaluate(source, contexts, status))
}

function isTruthy(value: unknown): boolean {
  return value !== null && value !== '' && value !== false && value !== 0 && !Number.isNaN(value)
}

interface Part {
  readonly isExpression: boolean
  readonly text: string
}

function splitExpressions(text: string): Part[] {
  const parts: Part[] = []
  let at = 0
  for (const found of text.matchAll(/\$\{\{((?:[^'}]|'[^']*'|\}(?!\}))*)\}\}/g)) {
    if (found.index > at) parts.push({ isExpression: false, text: text.slice(at, found.index) })
    parts.push({ isExpression: true, text: found[1]!.trim() })
    at = found.index + found[0].length
  }
  if (at < text.length) parts.push({ isExpression: false, text: text.slice(at) })
  return parts
}

function toText(value: unknown): string {
  if (value === null || value === undefined) return ''
  return typeof value === 'object' ? JSON.stringify(value, null, 2) : String(value)
}

function toData(value: unknown): InstanceType<typeof expressions.data.Dictionary> | InstanceType<typeof expressions.data.Null> {
  const text = JSON.stringify(value ?? null)
  return JSON.parse(text, expressions.data.reviver)
}

function fromData(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value, expressions.data.replacer))
}
