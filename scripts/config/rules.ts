import { CronExpressionParser } from 'cron-parser'
import type { Auth } from '../model/client.ts'
import type { Finding } from '../model/problem.ts'
import type { ClientFile } from './parse.ts'

/** A rule says where (a path in the file) and what; the caller adds line and column, which it alone knows. */
export type Rule = (files: readonly ClientFile[]) => Finding[]

/** The file's name is the client's id, which stands in URLs, secret names and the database. */
function fileNamesAreClientIds(files: readonly ClientFile[]): Finding[] {
  return files
    .filter(({ id }) => !/^[a-z][a-z0-9-]{0,39}$/.test(id))
    .map(({ file, id }) => ({
      file,
      path: [],
      rule: 'fileNamesAreClientIds',
      message: `"${id}" is not a client id`,
      fix: 'rename the file: small letters, digits and hyphens, beginning with a letter',
    }))
}

/** Two clients with one page slug would overwrite each other's page. */
function pageSlugsAreUnique(files: readonly ClientFile[]): Finding[] {
  const firstFile = new Map<string, string>()
  const findings: Finding[] = []
  for (const { client, id, file } of files) {
    const slug = client.page.slug ?? id
    const earlier = firstFile.get(slug)
    if (earlier === undefined) firstFile.set(slug, file)
    else
      findings.push({
        file,
        path: ['page', 'slug'],
        rule: 'pageSlugsAreUnique',
        message: `"${slug}" is already the page of ${earlier}`,
        fix: 'choose another slug',
      })
  }
  return findings
}

/** A schedule that cannot be read would never run, and nobody would notice. */
function schedulesCanBeRead(files: readonly ClientFile[]): Finding[] {
  return files.flatMap(({ file, client }) =>
    Object.entries(client.feeds).flatMap(([name, { schedule }]) => {
      const path = ['feeds', name, 'schedule']
      const findings: Finding[] = []
      const reason = cronFault(schedule.cron)
      if (reason !== undefined) {
        findings.push({
          file,
          path: [...path, 'cron'],
          rule: 'schedulesCanBeRead',
          message: `"${schedule.cron}" is not a cron expression: ${reason}`,
          fix: 'five fields: minute hour day month weekday, for instance "17 */4 * * *"',
        })
      }
      if (schedule.timezone !== undefined && !isTimezone(schedule.timezone)) {
        findings.push({
          file,
          path: [...path, 'timezone'],
          rule: 'schedulesCanBeRead',
          message: `"${schedule.timezone}" is not an IANA time zone`,
          fix: 'write for instance Europe/Paris',
        })
      }
      return findings
    }),
  )
}

/** Credentials belong in the environment; a URL ends up in logs and comments. */
function urlsCarryNoCredential(files: readonly ClientFile[]): Finding[] {
  return files.flatMap(({ file, client }) =>
    Object.entries(client.feeds).flatMap(([name, { source }]) => {
      if (source.http === undefined) return []
      const path = ['feeds', name, 'source', 'http', 'url']
      if (!URL.canParse(source.http.url))
        return [
          {
            file,
            path,
            rule: 'urlsCarryNoCredential',
            message: 'this is not a URL',
            fix: 'write for instance https://feeds.acme.example/jobs.xml',
          },
        ]
      const { username, password, searchParams } = new URL(source.http.url)
      const secretParameter = [...searchParams.keys()].find((key) => /^(?:api_?key|access_?token|token|password|secret)$/i.test(key))
      if (username === '' && password === '' && secretParameter === undefined) return []
      const what = secretParameter === undefined ? 'a user name or password' : `"${secretParameter}"`
      return [{ file, path, rule: 'urlsCarryNoCredential', message: `the URL holds ${what}`, fix: 'move it to auth, as a secret' }]
    }),
  )
}

/** A secret is one client's alone: its name says whose. */
function secretsAreNamedAfterTheirClient(files: readonly ClientFile[]): Finding[] {
  return files.flatMap(({ file, id, client }) => {
    const prefix = `${id.toUpperCase().replaceAll('-', '_')}_`
    return Object.entries(client.feeds).flatMap(([name, { source }]) =>
      secretsIn(source.http?.auth)
        .filter(({ secret }) => !secret.startsWith(prefix))
        .map(({ secret, path }) => ({
          file,
          path: ['feeds', name, 'source', 'http', 'auth', ...path],
          rule: 'secretsAreNamedAfterTheirClient',
          message: `"${secret}" does not begin with ${prefix}`,
          fix: `name it ${prefix}${secret}`,
        })),
    )
  })
}

/** Without a bound the first run of a feed would accept any number of postings, even one. */
function feedsHaveAnAbsoluteBound(files: readonly ClientFile[]): Finding[] {
  return files.flatMap(({ file, client }) =>
    Object.entries(client.feeds)
      .filter(([, { expect }]) => expect?.postings?.min === undefined)
      .map(([name]) => ({
        file,
        path: ['feeds', name, 'expect'],
        rule: 'feedsHaveAnAbsoluteBound',
        message: 'no smallest number of postings is given',
        fix: 'add expect: { postings: { min: 1 } } with the number below which you would rather keep yesterday’s',
      })),
  )
}

/** The rules that look at files alone, by name; each sees every file that has the schema's shape. */
export const rules: readonly Rule[] = [
  fileNamesAreClientIds,
  pageSlugsAreUnique,
  schedulesCanBeRead,
  urlsCarryNoCredential,
  secretsAreNamedAfterTheirClient,
  feedsHaveAnAbsoluteBound,
]

function secretsIn(auth: Auth | undefined): { readonly secret: string; readonly path: readonly string[] }[] {
  if (auth === undefined) return []
  const { basic, bearer, header } = auth
  return [
    ...(basic === undefined ? [] : [{ secret: basic.password.secret, path: ['basic', 'password', 'secret'] }]),
    ...(bearer === undefined ? [] : [{ secret: bearer.secret, path: ['bearer', 'secret'] }]),
    ...(header === undefined ? [] : [{ secret: header.value.secret, path: ['header', 'value', 'secret'] }]),
  ]
}

function cronFault(cron: string): string | undefined {
  if (cron.trim().split(/\s+/).length !== 5) return `${cron.trim().split(/\s+/).length} fields`
  try {
    CronExpressionParser.parse(cron)
    return undefined
  } catch (error) {
    return (error as Error).message
  }
}

function isTimezone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch {
    return false
  }
}
