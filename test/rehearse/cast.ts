/** The people of the story and what GitHub lets them do. */
export const people = { ada: 'write', dan: 'write', rosa: 'write', bo: 'write', rita: 'admin', eve: 'read' } as const
export type Person = keyof typeof people

/** The repository of the story, and the GitHub App that acts in it. */
export const owner = 'octo'
export const repo = 'imports'
export const app = 'import-bot'
export const bot = `${app}[bot]`

/** `.github/team.yml` of the story: Dan builds, Rosa and Bo review in alternation with him, Ada keeps the client, Rita releases. */
export const teamFile = `app: ${app}
people:
  ada: { roles: [accountManager] }
  dan: { roles: [developer, reviewer], limit: 4 }
  rosa: { roles: [developer, reviewer], limit: 4 }
  bo: { roles: [developer, reviewer], limit: 4 }
  rita: { roles: [releaseManager] }
`

/** A client that is live when the story begins; its title is what staging has already changed and nobody has signed off. */
export function borealisFile(feeds: string, title: string): string {
  return `name: Borealis
page: { language: en, title: ${JSON.stringify(title)} }
feeds:
  jobs:
    schedule: { cron: "11 3 * * *" }
    source:
      http: { url: "${feeds}/borealis/jobs.json" }
      format: { json: { records: jobs } }
    mapping: { id: id, title: title, url: url }
    expect:
      postings: { min: 1 } # 3 when the feed was agreed
`
}

/** The client of the story. Dan's first attempt has a slip in \`employmentType\`. */
export function acmeFile(feeds: string, request: number, employmentType = 'employmentType'): string {
  return `name: Acme Group
request: ${request}
team: { accountManager: ada, developer: dan }
page: { language: fr, title: "Acme recrute" }
feeds:
  jobs:
    schedule: { cron: "17 */4 * * *", timezone: Europe/Paris }
    source:
      http: { url: "${feeds}/acme/jobs.xml" }
      format: { xml: { records: source.job } }
    mapping:
      id: referencenumber
      title: title
      description: { from: description, html: true }
      url: url
      location: { city: city, country: { const: FR } }
      ${employmentType}: { from: jobtype, map: { fulltime: FULL_TIME, parttime: PART_TIME } }
    expect:
      postings: { min: 5, max: 50 } # 12 when the feed was agreed
`
}

/** Line of clients/acme.yaml on which the slip stands. */
export const slipLine = 17
