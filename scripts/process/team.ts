import { readFileSync } from 'node:fs'
import { Ajv, type ValidateFunction } from 'ajv'
import { isNode, LineCounter, parseDocument } from 'yaml'
import { describeValue } from '../model/fault.ts'
import type { Problem, Result } from '../model/problem.ts'
import type { Person, Role, TeamFile } from '../model/team.ts'

const schemaFile = new URL('../../schemas/team.schema.json', import.meta.url)
let compiled: ValidateFunction<TeamFile> | undefined

/** The people and what they may do, from the text of `.github/team.yml`; or all its problems. */
export function parseTeam(text: string, file = '.github/team.yml'): Result<TeamFile> {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines })
  const place = (offset: number) => ({ line: lines.linePos(offset).line, column: lines.linePos(offset).col })
  const problem = (offset: number, fault: Pick<Problem, 'path' | 'found' | 'expected' | 'message'>): Problem => ({
    file,
    rule: 'team',
    ...fault,
    fix: 'see schemas/team.schema.json',
    ...place(offset),
  })
  if (document.errors.length > 0)
    return {
      ok: false,
      problems: document.errors.map(({ pos, message }) => {
        const [said = ''] = message.split('\n')
        return problem(pos[0], { path: [], found: said, expected: 'valid YAML', message: said })
      }),
    }

  compiled ??= new Ajv({ allErrors: true, verbose: true, strict: false }).compile<TeamFile>(JSON.parse(readFileSync(schemaFile, 'utf8')))
  const value: unknown = document.toJS()
  if (compiled(value)) return { ok: true, value }
  const problems = (compiled.errors ?? []).map(({ instancePath, data, message = 'must be as the schema wants it' }) => {
    const path = instancePath.split('/').slice(1)
    const node = path.length === 0 ? document.contents : document.getIn(path, true)
    const offset = isNode(node) ? (node.range?.[0] ?? 0) : 0
    return problem(offset, { path, found: describeValue(data), expected: `what ${message}`, message })
  })
  return { ok: false, problems }
}

/** User names are compared as GitHub does: without regard to case. */
export function isSameLogin(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase()
}

/** The person of this user name, if the file knows one. */
export function personOf(team: TeamFile, login: string): Person | undefined {
  return Object.entries(team.people).find(([known]) => isSameLogin(known, login))?.[1]
}

/** Whether the file gives the person this role. */
export function hasRole(team: TeamFile, login: string, role: Role): boolean {
  return personOf(team, login)?.roles.includes(role) ?? false
}

/** The user name under which our App acts. */
export function botOf(team: TeamFile): string {
  return `${team.app}[bot]`
}

/** Our App as the author of a commit or a tag, by the address that GitHub gives those who show none. */
export function botIdentity(team: TeamFile): { readonly name: string; readonly email: string } {
  return { name: botOf(team), email: `${botOf(team)}@users.noreply.github.com` }
}

/** User names of everyone with this role, in the order of the file. */
export function peopleWith(team: TeamFile, role: Role): string[] {
  return Object.entries(team.people).flatMap(([login, { roles }]) => (roles.includes(role) ? [login] : []))
}
