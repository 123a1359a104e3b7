/** What a person can tell the process in a comment, one to a line. */
export type Command = { readonly kind: 'sign-off' | 'installed' } | { readonly kind: 'feedback' | 'later'; readonly text: string }

// CommonMark, 4.5: what stands after the backticks that begin a block has none, or it is code within a line. What ends a block stands alone.
const fences = /^ {0,3}(?<sign>`{3,}(?=[^`]*$)|~{3,})(?<after>.*)$/

const verbs = /^\/(?<verb>sign-off|installed|feedback|later)(?:[ \t]+(?<text>.*))?[ \t]*$/

/**
 * The commands of one comment. A command stands at the very beginning of a line, so that quotations (`> /sign-off`) and mentions in a
 * sentence do not count, nor does what stands in a fenced block. The text of `/feedback` and `/later` runs to the next command.
 */
export function parseCommands(body: string): Command[] {
  const commands: { kind: Command['kind']; lines: string[] }[] = []
  let fence: string | undefined
  for (const line of body.split(/\r?\n/)) {
    const mark = fences.exec(line)?.groups
    const isEnd = fence !== undefined && mark?.sign?.startsWith(fence) === true && mark.after?.trim() === ''
    const found = fence === undefined ? verbs.exec(line)?.groups : undefined
    fence = isEnd ? undefined : (fence ?? mark?.sign)
    if (found !== undefined) commands.push({ kind: found.verb as Command['kind'], lines: [found.text ?? ''] })
    else commands.at(-1)?.lines.push(line)
  }
  return commands.map(({ kind, lines }) => (kind === 'feedback' || kind === 'later' ? { kind, text: lines.join('\n').trim() } : { kind }))
}
