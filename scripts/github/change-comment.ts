import type { ChangeReport, ClientChange, FeedChange, FeedView, PostingDifference } from '../model/change-report.ts'
import { counted } from '../model/counted.ts'
import { percent } from '../model/percent.ts'
import { fitComment, quoted, table } from './markdown.ts'

/** The comment on a pull request: what it does to the postings. Names of clients and feeds are safe by the report's schema; all else is quoted. */
export function renderChangeComment(report: ChangeReport, commit: string): string {
  const head = `### What this does to the postings\n\nPreview of ${commit.slice(0, 12)}; nothing was stored.`
  const problems =
    report.problems === 0
      ? []
      : [
          `**${counted(report.problems, 'problem')}** in the client files: a preview needs them mended. They stand at their lines in the files.`,
        ]
  const engine = report.hasEngineChanges ? ['Files beside the clients change: every client may be affected.'] : []
  const nothing = report.clients.length + engine.length + problems.length === 0 ? ['No client changes.'] : []
  return fitComment([head, ...problems, ...engine, ...nothing, ...report.clients.flatMap(clientSections)])
}

const kinds = { create: 'new', update: 'changed', delete: 'removed' } as const satisfies Record<ClientChange['kind'], string>

function clientSections({ client, kind, feeds }: ClientChange): string[] {
  return [`#### ${client} (${kinds[kind]})`, ...feeds.map(feedSection)]
}

function feedSection({ feed, before, after, difference }: FeedChange): string {
  const parts = [`**${feed}**: ${countsSentence(before, after)}`]
  if (after !== undefined && after.outcome !== 'saved')
    parts.push(`A run would be **${after.outcome}**: ${after.reasons.map((reason) => quoted(reason, 300)).join('; ')}`)
  if (difference !== undefined) parts.push(differenceSection(difference))
  if (after !== undefined) parts.push(fillTable(before, after), ...notes(after))
  return parts.join('\n\n')
}

function countsSentence(before: FeedView | undefined, after: FeedView | undefined): string {
  if (after === undefined) return `gone, with its ${counted(before?.postings ?? 0, 'posting')}.`
  const earlier = before === undefined || before.postings === after.postings ? '' : `${before.postings} → `
  return `${earlier}${counted(after.postings, 'posting')} of ${counted(after.records, 'record')}, ${after.skipped} skipped.`
}

function differenceSection({ added, removed, changed, unchanged, examples }: PostingDifference): string {
  const sentence = `Over the same bytes: ${added} added, ${removed} removed, ${changed} changed, ${unchanged} as before.`
  if (examples.length === 0) return sentence
  const rows = examples.map(({ kind, id, title, properties }) => [kind, quoted(id, 60), quoted(title), properties.join(', ')])
  return `${sentence}\n\n${table(['', 'id', 'title', 'properties'], rows)}`
}

function fillTable(before: FeedView | undefined, after: FeedView): string {
  const names = [...new Set([...Object.keys(before?.filled ?? {}), ...Object.keys(after.filled)])].sort()
  const rate = (view: FeedView | undefined, name: string) =>
    view === undefined || view.postings === 0 ? '–' : percent((view.filled[name] ?? 0) / view.postings)
  const rows = names.map((name) => (before === undefined ? [name, rate(after, name)] : [name, rate(before, name), rate(after, name)]))
  return rows.length === 0 ? '' : table(before === undefined ? ['property', 'filled'] : ['property', 'filled before', 'filled now'], rows)
}

function notes({ warnings, unread }: FeedView): string[] {
  return [
    ...(warnings.length === 0 ? [] : [`Warnings:\n${warnings.map((warning) => `- ${quoted(warning, 300)}`).join('\n')}`]),
    ...(unread.length === 0 ? [] : [`Fields that nobody reads: ${unread.map((field) => quoted(field, 80)).join(', ')}`]),
  ]
}
