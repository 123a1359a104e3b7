import type { Annotation } from './record.ts'

/** A workflow command on a line of output, `::name key=value::message`, unescaped. */
export interface Command {
  readonly name: string
  readonly properties: Readonly<Record<string, string>>
  readonly message: string
}

/** Commands that only shape the log. */
const silent = ['debug', 'group', 'endgroup', 'echo']

/** The command on this line, if it is one. Source: "Workflow commands for GitHub Actions". */
export function parseCommand(line: string): Command | undefined {
  const found = /^\s*::([\w-]+)(?:\s+([^:]*(?::(?!:)[^:]*)*))?::(.*)$/.exec(line)
  if (found === null) return undefined
  const [, name, list = '', message = ''] = found
  const pairs = list.split(',').filter((pair) => pair.includes('='))
  const properties = pairs.map((pair) => [pair.slice(0, pair.indexOf('=')).trim(), unescapeValue(pair.slice(pair.indexOf('=') + 1))])
  return { name: name!.toLowerCase(), properties: Object.fromEntries(properties), message: unescapeValue(message) }
}

/** What a command asks for: an annotation, a value to mask, or nothing. Throws for one that is not modelled. */
export function readCommand({ name, properties, message }: Command): { readonly annotation?: Annotation; readonly mask?: string } {
  if (name === 'error' || name === 'warning' || name === 'notice') {
    const { file, line, title } = properties
    const place = {
      ...(file === undefined ? {} : { file }),
      ...(line === undefined ? {} : { line: Number(line) }),
      ...(title === undefined ? {} : { title }),
    }
    return { annotation: { level: name, message, ...place } }
  }
  if (name === 'add-mask') return { mask: message }
  if (silent.includes(name)) return {}
  throw new Error(`the workflow command ::${name}:: is not modelled (set-output and save-state are files today)`)
}

function unescapeValue(text: string): string {
  return text.replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%3A', ':').replaceAll('%2C', ',').replaceAll('%25', '%')
}

/** The pairs in a GITHUB_OUTPUT, GITHUB_ENV or GITHUB_STATE file: `name=value` lines and `name<<END` blocks. Throws for anything else. */
export function parsePairs(text: string): Record<string, string> {
  const pairs: Record<string, string> = {}
  const lines = text.split('\n')
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at]!.replace(/\r$/, '')
    if (line === '') continue
    const block = /^([^=]+?)<<(.+)$/.exec(line)
    if (block !== null) {
      const end = lines.findIndex((other, index) => index > at && other.replace(/\r$/, '') === block[2])
      if (end === -1) throw new Error(`Invalid value. Matching delimiter not found '${block[2]}'`)
      pairs[block[1]!] = lines.slice(at + 1, end).join('\n')
      at = end
      continue
    }
    const equals = line.indexOf('=')
    if (equals <= 0) throw new Error(`Invalid format '${line}'`)
    pairs[line.slice(0, equals)] = line.slice(equals + 1)
  }
  return pairs
}
