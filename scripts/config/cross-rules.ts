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
  const findings = environments.flatMap((environment) => {
    const filesBySlug = Map.groupBy(files, ({ slugs }) => slugs[environment].text)
    return files.flatMap(({ file, slugs }): Finding[] => {
      const { text, path } = slugs[environment]
      const others = othersAmong(filesBySlug.get(text)!, file)
      if (others === undefined) return []
      const parts = { found: `"${text}", the page of ${others}`, expected: 'a slug that no other client has' }
      const message = `"${text}" is also the page of ${others}`
      return [{ file, path, rule: 'pageSlugsAreUnique', ...parts, message, fix: 'choose another slug in one of them' }]
    })
  })
  // Most files say one slug for all environments.
  return [...new Map(findings.map((finding) => [`${finding.file} ${finding.path.join('.')}`, finding])).values()]
}

/** Hand-over and sign-off are recorded on the request, and each is about one client's content. */
function requestsBelongToOneClient(files: readonly FileFacts[]): Finding[] {
  const filesByRequest = Map.groupBy(files, ({ request }) => request)
  return files.flatMap(({ file, request }) => {
    const others = request === undefined ? undefined : othersAmong(filesByRequest.get(request)!, file)
    if (others === undefined) return []
    return [
      {
        file,
        path: ['request'],
        rule: 'requestsBelongToOneClient',
        found: `${request}, the request of ${others}`,
        expected: 'the number of an issue that no other client has',
        message: `${request} is also the request of ${others}`,
        fix: 'write the number of the issue about this client alone: open one where there is none',
      },
    ]
  })
}

/**
 * Who else says the same, or undefined where nobody does. Which of the files says it by mistake only their authors know: it is told of all of them.
 */
function othersAmong(sharing: readonly FileFacts[], file: string): string | undefined {
  const other = sharing.find((one) => one.file !== file)?.file
  return other === undefined || sharing.length === 2 ? other : `${other} and ${sharing.length - 2} more`
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
