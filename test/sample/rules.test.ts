import { describe, expect, it } from 'vitest'
import { stringify } from 'yaml'
import { parseClient } from '../../scripts/config/parse.ts'
import type { FieldTree } from '../../scripts/mapping/field-tree.ts'
import type { FeedDefinition } from '../../scripts/model/client.ts'
import { sampleRules } from '../../scripts/sample/rules.ts'
import { aClient, aFeedDefinition } from '../support/build.ts'

function treeOf(value: object): FieldTree {
  return { children: new Map(Object.entries(value).map(([name, inner]) => [name, treeOf(inner)])) }
}

const fields = treeOf({
  ref: {},
  title: {},
  url: {},
  company: {},
  category: {},
  sourcename: {},
  contact: {},
  country: {},
  location: {},
  address1: {},
  lg: {},
  lists: { heading: {}, content: {} },
  tags: { label: {} },
})

const usual = { id: 'ref', title: 'title', url: 'url' }

/** What is said of a feed beside the sample above. */
function told({ mapping, ...rest }: Partial<FeedDefinition>): string[] {
  const feed = aFeedDefinition({ mapping: { ...usual, ...mapping }, ...rest })
  const parsed = parseClient(stringify(aClient({ feeds: { jobs: feed } })), 'clients/acme.yaml')
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems))
  const findings = sampleRules([{ feed: 'jobs', path: 'jobs.xml', fields }]).flatMap((rule) => rule(parsed.value))
  return findings.map(({ path, found, fix }) => `${path.slice(2).join('.')}: ${found}: ${fix}`)
}

describe('sampleRules', () => {
  it.each<[string, Partial<FeedDefinition>, string]>([
    ['a path', { mapping: { ...usual, department: 'categorry' } }, 'mapping.department: "categorry": did you mean "category"?'],
    ['what a feed keeps', { keep: [{ path: 'categorry', is: 'IT' }] }, 'keep.0.path: "categorry": did you mean "category"?'],
    [
      'what must hold for a value',
      { mapping: { ...usual, department: { const: 'IT', when: { path: 'tags.lable', filled: true } } } },
      'mapping.department.when.path: "lable": did you mean "label"?',
    ],
    [
      'what an expression reads',
      { mapping: { ...usual, department: { expr: "$uppercase(categorry) & tags[label = 'x']" } } },
      'mapping.department.expr: "categorry": did you mean "category"?',
    ],
    [
      'a word of postings, which is to be a constant',
      { mapping: { ...usual, baseSalary: { currency: 'EUR', min: 'ref', unit: { const: 'YEAR' } } } },
      'mapping.baseSalary.currency: "EUR": a bare word is a path: write { const: EUR }',
    ],
    [
      'a word of postings after paths, which is to stand in',
      { mapping: { ...usual, location: { country: { from: ['country', 'FR'] } } } },
      'mapping.location.country.from.1: "FR": a bare word is a path: write else: FR',
    ],
    [
      'true, which is to be a constant',
      { mapping: { ...usual, remote: { from: 'true' } } },
      'mapping.remote.from: "true": a bare word is a path: write { const: "true" }',
    ],
    ['two letters that are no language', { mapping: { ...usual, language: 'lq' } }, 'mapping.language: "lq": did you mean "lg"?'],
    [
      'two letters that are one',
      { mapping: { ...usual, language: 'lv' } },
      'mapping.language: "lv": a bare word is a path: write { const: lv }',
    ],
    [
      'what is joined, beside a neighbour that is read',
      { mapping: { ...usual, industry: 'sourcename', reference: { join: ['sourcname', 'ref'] } } },
      'mapping.reference.join.0: "sourcname": did you mean "sourcename"?',
    ],
    [
      'a letter twice, beside a neighbour that is read',
      { mapping: { ...usual, department: 'companny', hiringOrganization: 'company' } },
      'mapping.department: "companny": did you mean "company"?',
    ],
    [
      'two letters exchanged, beside a neighbour that is ignored',
      { mapping: { ...usual, department: 'comapny' }, ignore: ['company'] },
      'mapping.department: "comapny": did you mean "company"?',
    ],
    [
      'a part of a location',
      { mapping: { ...usual, location: { city: { from: ['town', 'adress1'] } } } },
      'mapping.location.city.from.1: "adress1": did you mean "address1"?',
    ],
    [
      'the body of sections',
      { mapping: { ...usual, description: { sections: { from: 'lists', heading: 'heading', body: 'contnet' }, html: true } } },
      'mapping.description.sections.body: "contnet": did you mean "content"?',
    ],
    ['what is ignored', { ignore: ['categorry'] }, 'ignore.0: "categorry": did you mean "category"?'],
  ])('finds a slip in %s', (_, feed, finding) => {
    expect(told(feed)).toEqual([finding])
  })

  it.each<[string, Partial<FeedDefinition>]>([
    [
      'what the sample shows',
      { mapping: { ...usual, department: 'tags.label', description: { sections: { from: 'lists', body: 'content' }, html: true } } },
    ],
    [
      'an optional field',
      { keep: [{ path: 'published', is: true }], mapping: { ...usual, department: { expr: '$exists(validity) ? ref : title' } } },
    ],
    ['a plural beside its singular', { mapping: { ...usual, department: 'location', reference: 'locations' } }],
    ['a number beside another', { mapping: { ...usual, department: 'address1', reference: 'address2' } }],
    [
      'another word beside one that is read',
      { mapping: { ...usual, department: 'contact', reference: 'contract', location: { region: 'county', country: 'country' } } },
    ],
    [
      'a field that is read by what a feed keeps',
      { keep: [{ path: 'category', filled: true }], mapping: { ...usual, department: 'categories' } },
    ],
    ['an expression that cannot be read, which is told elsewhere', { mapping: { ...usual, department: { expr: 'categorry +' } } }],
  ])('finds nothing in %s', (_, feed) => {
    expect(told(feed)).toEqual([])
  })
})
