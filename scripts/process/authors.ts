import type { TeamFile } from '../model/team.ts'

/** One commit of a pull request, as far as it tells who made it. */
export interface CommitFacts {
  readonly message: string
  /** User names that GitHub found for the commit's author and committer. */
  readonly logins: readonly string[]
}

/** Everyone who had a hand in a change; `unknown` are co-authors whom neither GitHub nor team.yml knows, as written. */
export interface Authors {
  readonly logins: readonly string[]
  readonly unknown: readonly string[]
}

// GitHub's own committer for merges and edits in the browser: nobody in particular.
const machines = ['web-flow']

/**
 * The authors of a pull request: who opened it, who made its commits, and every `Co-authored-by` trailer
 * (docs.github.com, "Creating a commit with multiple authors"), found by its noreply address or by the addresses in team.yml.
 */
export function findAuthors(opener: string, commits: readonly CommitFacts[], team: TeamFile): Authors {
  const logins = new Set([opener, ...commits.flatMap((commit) => commit.logins)].filter((login) => !machines.includes(login)))
  const unknown = new Set<string>()
  for (const { message } of commits) {
    for (const { groups } of message.matchAll(/^co-authored-by:[ \t]*(?<name>[^<\n]*?)[ \t]*<(?<email>[^>\n]*)>[ \t]*$/gim)) {
      const login = loginOf(groups!.name!, groups!.email!.trim(), team)
      if (login === undefined) unknown.add(groups!.name!)
      else logins.add(login)
    }
  }
  return { logins: [...logins], unknown: [...unknown] }
}

function loginOf(name: string, email: string, team: TeamFile): string | undefined {
  const noreply = /^(?:\d+\+)?(?<login>[a-z0-9-]+)@users\.noreply\.github\.com$/i.exec(email)?.groups?.login
  if (noreply !== undefined) return noreply
  const same = (a: string | undefined, b: string) => a?.toLowerCase() === b.toLowerCase()
  const people = Object.entries(team.people)
  // The name comes last: it is the weakest sign, yet better than letting a co-author approve.
  const byEmail = people.find(([, { emails = [] }]) => emails.some((known) => same(known, email)))
  return (byEmail ?? people.find(([login, person]) => same(login, name) || same(person.name, name)))?.[0]
}
