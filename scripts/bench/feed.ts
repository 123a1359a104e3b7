import { createWriteStream } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Feed } from '../model/feed.ts'
import { pick, postingHtml } from './posting-html.ts'
import { seededRandom } from './random.ts'

const titles = [
  'Nurse',
  'CNC operator',
  'Accountant',
  'Team leader logistics',
  'Software developer',
  'Cook',
  'Electrician',
  'Sales adviser',
]
const places = [
  ['Lyon', 'Auvergne-Rhône-Alpes', '69001', 'FR'],
  ['Stuttgart', 'Baden-Württemberg', '70173', 'DE'],
  ['Utrecht', 'Utrecht', '3511', 'NL'],
  ['Bilbao', 'País Vasco', '48001', 'ES'],
  ['Leeds', 'West Yorkshire', 'LS1 4DY', 'GB'],
] as const
const kinds = ['fulltime', 'parttime', 'contract', 'internship']

// With the other fields about 2,250 bytes a posting: 100,000 of them are 225 MB.
const shortestDescription = 850
const spreadOfDescription = 980

const postingsPerPiece = 100

/** Text of a feed in the manner of Indeed's XML: the same for each run with the same number. */
export function* feedText(postings: number): Generator<string> {
  const random = seededRandom(postings)
  yield '<?xml version="1.0" encoding="utf-8"?>\n<source>\n<publisher>Example</publisher>\n'
  for (let first = 1; first <= postings; first += postingsPerPiece) {
    let piece = ''
    for (let position = first; position < Math.min(first + postingsPerPiece, postings + 1); position += 1)
      piece += postingXml(position, random)
    yield piece
  }
  yield '</source>\n'
}

function postingXml(position: number, random: () => number): string {
  const title = `${pick(titles, random)} (m/f/x)`
  const [city, state, postalCode, country] = pick(places, random)
  const day = 1 + Math.floor(random() * 28)
  const html = postingHtml(title, shortestDescription + random() * spreadOfDescription, random)
  return `<job>
<title><![CDATA[${title}]]></title>
<date><![CDATA[${new Date(Date.UTC(2026, 1, day, 9)).toUTCString()}]]></date>
<referencenumber><![CDATA[EX-${position}]]></referencenumber>
<url><![CDATA[https://jobs.example.com/postings/${position}?utm_source=feed&utm_medium=xml]]></url>
<company><![CDATA[Example &  Söhne]]></company>
<city>${city}</city><state>${state}</state><country>${country}</country><postalcode>${postalCode}</postalcode>
<jobtype>${pick(kinds, random)}</jobtype>
<category>${pick(titles, random)}</category>
<description><![CDATA[${html}]]></description>
</job>
`
}

/** Writes that feed to a file, without ever holding more than a piece of it. */
export async function writeFeed(path: string, postings: number): Promise<void> {
  await pipeline(Readable.from(feedText(postings)), createWriteStream(path))
}

/** The feed at that URL, as a client would define it. A million postings are more than a feed may have by default. */
export function benchFeed(url: string): Feed {
  return {
    id: 'bench/jobs',
    client: 'bench',
    name: 'jobs',
    clientName: 'Bench',
    schedule: { cron: '17 4 * * *', timezone: 'UTC' },
    source: { http: { url, limits: { megabytes: 10_000 } }, format: { xml: { records: 'source.job' } } },
    mapping: {
      id: 'referencenumber',
      title: 'title',
      description: { from: 'description', html: true },
      url: 'url',
      hiringOrganization: 'company',
      location: { city: 'city', region: 'state', postalCode: 'postalcode', country: 'country' },
      datePosted: { from: 'date', date: 'rfc2822' },
      employmentType: {
        from: 'jobtype',
        map: { fulltime: 'FULL_TIME', parttime: 'PART_TIME', contract: 'CONTRACTOR', internship: 'INTERN' },
      },
      department: 'category',
    },
    ignore: [],
    expect: {},
  }
}
