import type { Outcome } from '../model/run.ts'
import type { RunRecord } from './runs.ts'

const leftOut = 'left out, since something was erased while this run was under way'

/**
 * A record that says how a run ended, and repeats nothing of what it read. Sentences of ours put what they quote between quotation marks, which a
 * quoted text may hold, too: all goes from the first to the last. What a failure said may be another program's sentence, and goes as a whole: its
 * cause says enough.
 */
export function withoutQuotations(record: RunRecord): RunRecord {
  const { outcome, skipped, unread: _, ...rest } = record
  return {
    ...rest,
    outcome: withoutQuotes(outcome),
    ...(skipped && { skipped: skipped.map(({ position, reason }) => ({ position, reason: unquoted(reason), excerpt: '' })) }),
  }
}

function withoutQuotes(outcome: Outcome): Outcome {
  switch (outcome.kind) {
    case 'failed':
      return { ...outcome, message: leftOut }
    case 'held':
      return { ...outcome, reasons: outcome.reasons.map(unquoted), warnings: outcome.warnings.map(unquoted) }
    case 'saved':
    case 'unchanged':
      return { ...outcome, warnings: outcome.warnings.map(unquoted) }
    default:
      return outcome satisfies never
  }
}

function unquoted(sentence: string): string {
  return sentence.replace(/".*"/s, '"..."')
}
