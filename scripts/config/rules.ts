import type { Client, Mapping } from '../model/client.ts'
import { describeValue, type Fault, faultOf } from '../model/fault.ts'
import type { Finding } from '../model/problem.ts'
import { statedWords } from '../model/transform.ts'
import { didYouMean } from '../suggest.ts'
import { timezoneFault } from '../timezone.ts'
import { credentialFault, headerFault, hostFault, unsentFault } from './address.ts'
import type { ClientFile } from './parse.ts'
import { postingWords } from './posting-words.ts'
import { cronFault } from './schedule.ts'
import { ownSecretName, secretPrefix, secretsIn } from './secrets.ts'

/**
 * A rule looks at one file, as it is in one environment, and says where (a path in the file) and what; the caller adds line and column, which
 * it alone knows. Rules that need several files are in cross-rules.ts.
 */
export type Rule = (file: ClientFile) => Finding[]

/** The file's name is the client's id, which stands in URLs, secret names and the database. */
function fileNamesAreClientIds({ file, id }: ClientFile): Finding[] {
  if (/^[a-z][a-z0-9-]{0,39}$/.test(id)) return []
  const fix = 'rename the file: small letters, digits and hyphens, beginning with a letter'
  const parts = {
    found: describeValue(id),
    expected: 'a client id of up to 40 characters as the name',
    message: `"${id}" is not a client id`,
  }
  return [{ file, path: [], rule: 'fileNamesAreClientIds', ...parts, fix }]
}

/** A schedule that cannot be read would never run, and nobody would notice. */
function schedulesCanBeRead({ file, client }: ClientFile): Finding[] {
  return Object.entries(client.feeds).flatMap(([name, { schedule }]) => {
    const faults = [
      { step: 'cron', fault: cronFault(schedule.cron) },
      { step: 'timezone', fault: schedule.timezone === undefined ? undefined : timezoneFault(schedule.timezone) },
    ]
    return faults.flatMap(({ step, fault }) =>
      fault === undefined ? [] : [{ file, path: ['feeds', name, 'schedule', step], rule: 'schedulesCanBeRead', ...fault }],
    )
  })
}

/** Credentials belong in the environment; a URL ends up in logs and comments. */
function urlsCarryNoCredential({ file, client }: ClientFile): Finding[] {
  return atUrls(client, credentialFault).map((fault) => ({ file, rule: 'urlsCarryNoCredential', ...fault }))
}

/** A header is shown as the file says it, too. */
function headersCarryNoCredential({ file, client }: ClientFile): Finding[] {
  return atHeaders(client, headerFault).map((fault) => ({ file, rule: 'headersCarryNoCredential', ...fault }))
}

/** With a header that cannot be sent no request leaves, which would look as if the host did not answer. */
function headersCanBeSent({ file, client }: ClientFile): Finding[] {
  return atHeaders(client, unsentFault).map((fault) => ({ file, rule: 'headersCanBeSent', ...fault }))
}

/** A secret is bound to a host, and a reviewer reads the host in the file: it must be the one that is asked. */
function hostsAreLiteral({ file, client }: ClientFile): Finding[] {
  return atUrls(client, hostFault).map((fault) => ({ file, rule: 'hostsAreLiteral', ...fault }))
}

/** A secret is one client's alone: its name says whose. */
function secretsAreNamedAfterTheirClient({ file, id, client }: ClientFile): Finding[] {
  const prefix = secretPrefix(id)
  return Object.entries(client.feeds).flatMap(([name, { source }]) =>
    secretsIn(source.http?.auth)
      .filter(({ secret }) => !secret.startsWith(prefix) || secret === prefix)
      .map(({ secret, path }) => ({
        file,
        path: ['feeds', name, 'source', 'http', 'auth', ...path],
        rule: 'secretsAreNamedAfterTheirClient',
        ...faultOf(`a name of the form ${prefix}…`, describeValue(secret), `name it ${ownSecretName(secret, id)}`),
      })),
  )
}

/** Without a bound the first run of a feed would accept any number of postings, even one. */
function feedsHaveAnAbsoluteBound({ file, client }: ClientFile): Finding[] {
  return Object.entries(client.feeds).flatMap(([name, { expect }]) => {
    const { min, max } = expect?.postings ?? {}
    const finding = { file, path: ['feeds', name, 'expect'], rule: 'feedsHaveAnAbsoluteBound' }
    if (min === undefined) {
      const fix = 'add expect: { postings: { min: 1 } } with the number below which you would rather keep yesterday’s'
      const parts = { found: 'nothing', expected: 'a smallest number of postings', message: 'no smallest number of postings is given' }
      return [{ ...finding, ...parts, fix }]
    }
    // No run has fewer than none: it says that a client may have none, and bounds nothing by itself.
    if (min === 0 && max === undefined) {
      const fix = 'write the number below which you would rather keep yesterday’s, or, where the client may truly have none, a max as well'
      return [{ ...finding, path: [...finding.path, 'postings', 'min'], ...faultOf('at least 1, or a max beside it', '0', fix) }]
    }
    if (max === undefined || min <= max) return []
    const path = [...finding.path, 'postings', 'max']
    return [{ ...finding, path, ...faultOf(`a max of at least ${min}, the min`, String(max), 'exchange the two') }]
  })
}

/** A map that gives a word which no posting may have would leave the property empty in every run. */
function wordsAreThoseOfPostings({ file, client }: ClientFile): Finding[] {
  return Object.entries(client.feeds).flatMap(([name, { mapping }]) =>
    Object.entries(postingWords()).flatMap(([property, known]) =>
      statedWords(mapping[property as Exclude<keyof Mapping, 'location' | 'baseSalary'>])
        .filter(({ word }) => !known.includes(word))
        .map(({ word, path }) => ({
          file,
          path: ['feeds', name, 'mapping', property, ...path],
          rule: 'wordsAreThoseOfPostings',
          ...faultOf(
            `one of ${known.join(', ')}`,
            describeValue(word),
            didYouMean(word, known) || 'write one of them, or leave the word out: an unknown word is reported and never guessed',
          ),
        })),
    ),
  )
}

/** The rules that look at one file, by name; each sees only files that have the schema's shape. */
export const rules: readonly Rule[] = [
  fileNamesAreClientIds,
  schedulesCanBeRead,
  urlsCarryNoCredential,
  headersCarryNoCredential,
  headersCanBeSent,
  hostsAreLiteral,
  secretsAreNamedAfterTheirClient,
  feedsHaveAnAbsoluteBound,
  wordsAreThoseOfPostings,
]

type Placed = Fault & { readonly path: string[] }

function atUrls({ feeds }: Client, fault: (url: string) => Fault | undefined): Placed[] {
  return Object.entries(feeds).flatMap(([name, { source }]) => {
    const found = source.http === undefined ? undefined : fault(source.http.url)
    return found === undefined ? [] : [{ ...found, path: ['feeds', name, 'source', 'http', 'url'] }]
  })
}

function atHeaders(
  { feeds }: Client,
  faultIn: (header: string, value: string) => Fault | undefined,
): (Placed & { readonly atKey: true })[] {
  return Object.entries(feeds).flatMap(([name, { source }]) =>
    Object.entries(source.http?.headers ?? {}).flatMap(([header, value]) => {
      const fault = faultIn(header, value)
      return fault === undefined ? [] : [{ ...fault, path: ['feeds', name, 'source', 'http', 'headers', header], atKey: true as const }]
    }),
  )
}
