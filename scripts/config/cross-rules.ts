import { type Environment, environments } from '../model/environment.ts'
import type { Finding } from '../model/problem.ts'
import type { ClientFile } from './parse.ts'
import { applyOverlay } from './resolve.ts'
import { secretPrefix, secretsOf } from './secrets.ts'

/** What the rules across files need to know of one file: little, so that it can be kept while the file does not change. */
export interface FileFacts {
  readonly id: string
  readonly file: string
  /** The page's slug in each environment, with the path at which the file says it. */
  readonly slugs: Readonly<Record<Environment, Stated>>
  readonly secrets: readonly Stated[]
  /** Number of the tracking issue, where the file names one. */
  readonly request?: number
}

/** A word, and where the file says it. */
export interface Stated {
  readonly text: string
  readonly path: readonly (string | number)[]
}

/** The facts of a file that has the schema's shape. */
export function factsOf({ id, file, client }: ClientFile): FileFacts {
  const slugIn = (environment: Environment): Stated => {
    const overlaid = client.environments?.[environment]?.page?.slug
    const path = overlaid === undefined ? ['page', 'slug'] : ['environments', environment, 'page', 'slug']
    return { text: applyOverlay(client, environment).page.slug ?? id, path }
  }
  const slugs = Object.fromEntries(environments.map((environment) => [environment, slugIn(environment)])) as FileFacts['slugs']
  const secrets = secretsOf(client).map(({ secret, path }) => ({ text: secret, path }))
  return { id, file, slugs, secrets, ...(client.request !== undefined && { request: client.request }) }
}

/** A rule that no file can be judged by alone. */
export type CrossRule = (files: readonly FileFacts[]) => Finding[]

/** Two clients with one page slug would overwrite each other's page. */
function pageSlugsAreUnique(files: readonly FileFacts[]): Finding[] {
  const findings = new Map<string, Finding>()
  for (const environment of environments) {
    const firstFile = new Map<string, string>()
    for (const { file, slugs } of files) {
      const { text, path } = slugs[environment]
      const earlier = firstFile.get(text)
      if (earlier === undefined) firstFile.set(text, file)
      else
        findings.set(`${file} ${path.join('.')}`, {
          file,
          path,
          rule: 'pageSlugsAreUnique',
          found: `"${text}", the page of ${earlier}`,
          expected: 'a slug that no other client has',
          message: `"${text}" is already the page of ${earlier}`,
          fix: 'choose another slug',
        })
    }
  }
  return [...findings.values()]
}

/**
 * Hand-over and sign-off are recorded on the request, and each is about one client's content. Which of the files names it by mistake only their
 * authors know: it is told of all of them.
 */
function requestsBelongToOneClient(files: readonly FileFacts[]): Finding[] {
  const filesByRequest = Map.groupBy(files, ({ request }) => request)
  return files.flatMap(({ file, request }) => {
    if (request === undefined) return []
    const owning = filesByRequest.get(request)!
    const other = owning.find((one) => one.file !== file)
    if (other === undefined) return []
    const owners = owning.length === 2 ? other.file : `${other.file} and ${owning.length - 2} more`
    return [
      {
        file,
        path: ['request'],
        rule: 'requestsBelongToOneClient',
        found: `${request}, the request of ${owners}`,
        expected: 'the number of an issue that no other client has',
        message: `${request} is also the request of ${owners}`,
        fix: 'write the number of the issue about this client alone: open one where there is none',
      },
    ]
  })
}

/** `acme` may say ACME_JOBS_TOKEN only as long as there is no client `acme-jobs`, whose prefix that is. */
function secretsBelongToOneClient(files: readonly FileFacts[]): Finding[] {
  const ownerByPrefix = new Map(files.map(({ id, file }) => [secretPrefix(id), file]))
  return files.flatMap(({ id, file, secrets }) =>
    secrets.flatMap(({ text, path }) => {
      const longer = prefixesOf(text).find((prefix) => prefix.length > secretPrefix(id).length && ownerByPrefix.has(prefix))
      if (longer === undefined || !text.startsWith(secretPrefix(id))) return []
      return [
        {
          file,
          path,
          rule: 'secretsBelongToOneClient',
          found: `"${text}"`,
          expected: `a name that begins with ${secretPrefix(id)} and with the prefix of no other client`,
          message: `"${text}" begins with ${longer}, which is the prefix of ${ownerByPrefix.get(longer)}`,
          fix: `choose a name that does not begin with ${longer}`,
        },
      ]
    }),
  )
}

/** The rules between files, in the order in which their findings are given. */
export const crossRules: readonly CrossRule[] = [pageSlugsAreUnique, secretsBelongToOneClient, requestsBelongToOneClient]

/** What is wrong between files. */
export function checkAcross(files: readonly FileFacts[]): Finding[] {
  return crossRules.flatMap((rule) => rule(files))
}

function prefixesOf(name: string): string[] {
  return [...name.matchAll(/_/g)].map(({ index }) => name.slice(0, index + 1))
}
