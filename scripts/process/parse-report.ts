import { Ajv, type ValidateFunction } from 'ajv'
import type { ChangeReport } from '../model/change-report.ts'

/** Characters, or bytes, that a report has at most: an artifact comes from a job that ran the pull request's own code, a stranger's. */
export const largestReport = 1_000_000
const count = { type: 'integer', minimum: 0, maximum: 1e9 }
const text = { type: 'string', maxLength: 2000 }
const sentences = { type: 'array', maxItems: 200, items: text }
const name = { type: 'string', pattern: '^[a-z0-9][a-z0-9-]{0,59}$' }
const exactly = (properties: object, optional: readonly string[] = []) => ({
  type: 'object',
  additionalProperties: false,
  properties,
  required: Object.keys(properties).filter((key) => !optional.includes(key)),
})
const view = exactly({
  records: count,
  postings: count,
  skipped: count,
  filled: { type: 'object', maxProperties: 40, propertyNames: { pattern: '^[a-zA-Z]{1,40}$' }, additionalProperties: count },
  outcome: { enum: ['saved', 'held', 'failed'] },
  reasons: sentences,
  warnings: sentences,
  unread: sentences,
})
const postingChange = exactly({
  kind: { enum: ['added', 'removed', 'changed'] },
  id: text,
  title: text,
  properties: { type: 'array', maxItems: 40, items: { type: 'string', pattern: '^[a-zA-Z]{1,40}$' } },
})
const difference = exactly({
  added: count,
  removed: count,
  changed: count,
  unchanged: count,
  examples: { type: 'array', maxItems: 100, items: postingChange },
})
const feed = exactly({ feed: { type: 'string', pattern: '^[a-z0-9-]{1,60}/[a-z0-9-]{1,60}$' }, before: view, after: view, difference }, [
  'before',
  'after',
  'difference',
])
const client = exactly({
  client: name,
  kind: { enum: ['create', 'update', 'delete'] },
  feeds: { type: 'array', maxItems: 200, items: feed },
})
const report = exactly({
  version: { const: 1 },
  clients: { type: 'array', maxItems: 2000, items: client },
  problems: count,
  hasEngineChanges: { type: 'boolean' },
})

let compiled: ValidateFunction<ChangeReport> | undefined

/** The report in an artifact's text, or undefined where it is not exactly one. */
export function parseReport(json: string): ChangeReport | undefined {
  if (json.length > largestReport) return undefined
  compiled ??= new Ajv({ strict: false }).compile<ChangeReport>(report)
  try {
    const value: unknown = JSON.parse(json)
    return compiled(value) ? value : undefined
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}
