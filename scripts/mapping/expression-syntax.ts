import jsonata from 'jsonata'
import { describeValue, type Fault } from '../model/fault.ts'
import { checkPattern } from './pattern.ts'

// $eval would make code of data; time and chance would make every run differ from the one before.
const refused: readonly string[] = ['eval', 'now', 'millis', 'random', 'shuffle']

const fix = 'see docs.jsonata.org for the language'

/** What is wrong with an expression, or undefined. */
export function checkExpression(expression: string): Fault | undefined {
  let tree: Node
  try {
    tree = jsonata(expression).ast() as unknown as Node
  } catch (error) {
    const { message, position } = error as { readonly message: string; readonly position?: number }
    const said = `${message}${position === undefined ? '' : `, character ${position}`}`
    return { found: describeValue(expression), expected: 'an expression in JSONata', message: said, fix }
  }
  for (const { type, value } of nodesOf(tree)) {
    if (type === 'variable' && refused.includes(String(value)))
      return { found: `$${value}`, expected: 'what gives the same in every run', message: `$${value} is not known here`, fix }
    const fault = value instanceof RegExp ? checkPattern(value.source) : undefined
    if (fault !== undefined) return fault
  }
  return undefined
}

// In each of these JSONata goes through a list again for every element of it, or copies it.
const repeating: readonly string[] = ['sort', 'distinct', 'spread']

/** Whether an expression does with a list what takes time by the square of its length. */
export function goesThroughListsAgain(expression: string): boolean {
  const nodes = [...nodesOf(jsonata(expression).ast())]
  return nodes.some(({ type, value }) => {
    if (type === 'variable') return repeating.includes(String(value))
    return type === 'sort' || type === 'wildcard' || type === 'descendant'
  })
}

/**
 * The paths of the record that an expression reads, as far as its text says; paths within brackets and parentheses count from what stands before
 * them.
 */
export function expressionPaths(expression: string): readonly string[] {
  const found = new Set<string>()
  collectPaths(jsonata(expression).ast() as unknown as Node, [], found)
  return [...found]
}

interface Node {
  readonly type?: string
  readonly value?: unknown
  readonly steps?: readonly Node[]
  readonly [key: string]: unknown
}

function* nodesOf(value: unknown, seen = new Set<unknown>()): Generator<Node, void, undefined> {
  if (typeof value !== 'object' || value === null || seen.has(value)) return
  seen.add(value)
  if (!Array.isArray(value)) yield value as Node
  for (const child of Object.values(value)) yield* nodesOf(child, seen)
}

function collectPaths(value: unknown, before: readonly string[], found: Set<string>): void {
  if (typeof value !== 'object' || value === null || value instanceof RegExp) return
  if (Array.isArray(value)) for (const child of value) collectPaths(child, before, found)
  else if ((value as Node).type === 'path') collectSteps((value as Node).steps ?? [], before, found)
  else if ((value as Node).type === 'name') collectSteps([value as Node], before, found)
  else for (const child of Object.values(value)) collectPaths(child, before, found)
}

function collectSteps(steps: readonly Node[], before: readonly string[], found: Set<string>): void {
  let names = before
  for (const { type, value, ...rest } of steps) {
    // A variable is no part of the record, or all of it: $$ begins again.
    if (type === 'variable') names = value === '$' ? [] : names
    else if (type === 'name') names = [...names, String(value)]
    for (const inner of Object.values(rest)) collectPaths(inner, names, found)
  }
  if (names !== before && names.length > 0)
    found.add(names.map((name) => (/^[^.[\]]+$/.test(name) ? name : `[${JSON.stringify(name)}]`)).join('.'))
}
