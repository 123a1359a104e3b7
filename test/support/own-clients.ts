import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'

const record = (id: number, title: string) => `  <job>
    <referencenumber>AC-${id}</referencenumber>
    <title>${title}</title>
    <url>https://acme.example/jobs/${id}</url>
    <company>Acme</company>
    <city>Lyon</city>
    <date>2026-02-0${id}</date>
    <description>&lt;p&gt;You bake from four in the morning.&lt;/p&gt;</description>
  </job>
`

/**
 * Two clients with samples of their feeds, by path: those in clients/ are a company's own and come and go. Acme's page shows 2 postings, that of
 * Borealis 1.
 */
export const ownClients: Readonly<Record<string, string>> = {
  'clients/acme.yaml': `name: Acme
request: 1
page: { language: en, title: Work at Acme }
feeds:
  jobs:
    schedule: { cron: "17 */4 * * *", timezone: Europe/Paris }
    source:
      http: { url: "https://feeds.acme.example/jobs.xml" }
      format: { xml: { records: source.job } }
    mapping:
      id: referencenumber
      title: title
      description: { from: description, html: true }
      url: url
      location: { city: city, country: { from: country, else: FR } }
      datePosted: { from: date, date: iso }
    ignore:
      - company
    expect:
      postings: { min: 2, max: 9 }
environments:
  local:
    feeds: { jobs: { source: { http: null, file: { path: clients/samples/acme/jobs.xml } } } }
`,
  'clients/samples/acme/jobs.xml': `<source>\n${record(1, 'Baker')}${record(2, 'Pastry cook')}</source>\n`,
  'clients/borealis.yaml': `name: Borealis
page: { language: de, title: Arbeiten bei Borealis }
feeds:
  jobs:
    schedule: { cron: "41 6 * * *" }
    source: { file: { path: clients/samples/borealis/jobs.json }, format: { json: {} } }
    mapping: { id: id, title: title, url: { const: "https://borealis.example/" } }
    expect: { postings: { min: 1 } }
`,
  'clients/samples/borealis/jobs.json': '[{ "id": "1", "title": "Gärtner" }]\n',
}

/** Writes them below `root`. */
export async function writeOwnClients(root: string): Promise<void> {
  for (const [path, text] of Object.entries(ownClients)) {
    await mkdir(dirname(join(root, path)), { recursive: true })
    await writeFile(join(root, path), text)
  }
}
