import { UsageError } from '../errors.ts'
import type { TeamFile } from '../model/team.ts'
import { parseTeam } from '../process/team.ts'
import { type Clone, readAt } from './git.ts'

/** The team as `.github/team.yml` on origin's main has it: nobody gives themselves a role in a branch. Fetch main first. */
export async function readTeamOnMain(clone: Pick<Clone, 'root'>): Promise<TeamFile> {
  const text = await readAt(clone, 'refs/remotes/origin/main', '.github/team.yml')
  if (text === undefined) throw new UsageError('.github/team.yml is missing on main: it says who reviews and who signs off')
  return checkedTeam(text)
}

/** The team that a text of team.yml gives; its problems, each with its place, are thrown as a UsageError. */
export function checkedTeam(text: string): TeamFile {
  const team = parseTeam(text)
  if (!team.ok)
    throw new UsageError(team.problems.map(({ file, line, column, message }) => `${file}:${line}:${column} ${message}`).join('\n'))
  return team.value
}
