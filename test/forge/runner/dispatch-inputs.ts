import { parse } from 'yaml'

interface Input {
  readonly type?: string
  readonly required?: boolean
  readonly default?: string | number | boolean
  readonly options?: readonly string[]
}

export type DispatchInputs = { readonly values: Readonly<Record<string, unknown>> } | { readonly error: string }

/** The inputs of a dispatch with defaults filled in, or why GitHub refuses it: no such trigger, unknown, missing or wrong inputs. */
export function readDispatchInputs(path: string, content: string, given: Readonly<Record<string, unknown>>): DispatchInputs {
  const { on } = parse(content) as { on: unknown }
  const triggers =
    typeof on === 'string' ? { [on]: null } : Array.isArray(on) ? Object.fromEntries(on.map((name) => [name, null])) : (on as object)
  if (!('workflow_dispatch' in triggers)) return { error: `Workflow does not have 'workflow_dispatch' trigger: ${path}` }
  const declared = ((triggers as Record<string, { inputs?: Record<string, Input | null> } | null>).workflow_dispatch?.inputs ??
    {}) as Record<string, Input | null>
  const unknown = Object.keys(given).filter((name) => !(name in declared))
  if (unknown.length > 0) return { error: `Unexpected inputs provided: ${JSON.stringify(unknown)}` }
  const values: Record<string, unknown> = {}
  for (const [name, input] of Object.entries(declared)) {
    const { type = 'string', required = false, default: fallback, options = [] } = input ?? {}
    const value = given[name] ?? fallback
    if (value === undefined || value === '') {
      if (required) return { error: `Required input '${name}' not provided` }
      values[name] = type === 'boolean' ? false : ''
      continue
    }
    if (type === 'choice' && !options.includes(String(value)))
      return { error: `Provided value '${value}' for input '${name}' not in the list of allowed values` }
    if (type === 'boolean' && !['true', 'false'].includes(String(value)))
      return { error: `Provided value '${value}' for input '${name}' is not a boolean` }
    values[name] = type === 'boolean' ? String(value) === 'true' : String(value)
  }
  return { values }
}
