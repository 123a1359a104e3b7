/** What a person can tell the process in a comment, one to a line. */
export type Command = { readonly kind: 'sign-off' | 'installed' } | { readonly kind: 'feedback' | 'later'; readonly text: string }

const verbs = /^\/(?<verb>sign-off|installed|feedback|later)(?:[ \t]+(?<text>.*))?[ \t]*$/

/**
 * The commands of one comment. A command stands at the very beginning of a line, so that quotations (`> /sign-off`) and mentions in a
 * sentence do not count, nor does what stands in a fenced block. The text of `/feedback` and `/later` runs to the next command.
 */
export function parseCommands(body: string): Command[] {
  const commands: { kind: Command['kind']; lines: string[] }[] = []
  let fence: string | undefined
  for (const line of body.split(/\r?\n/)) {
    const mark = /^ {0,3}(?<mark>```+|~~~+)/.exec(line)?.groups?.mark
    if (fence === undefined ? mark !== undefined : mark?.startsWith(fence)) fence = fence === undefined ? mark : undefined
    const found = fence === undefined && mark === undefined ? verbs.exec(line)?.groups : undefined
    if (found !== undefined) commands.push({ kind: found.verb as Command['kind'], lines: [found.text ?? ''] })
    else commands.at(-1)?.lines.push(line)
  }
  return commands.map(({ kind, lines }) => (kind === 'feedback' || kind === 'later' ? { kind, text: lines.join('\n').trim() } : { kind }))
}
