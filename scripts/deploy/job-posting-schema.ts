import { Ajv } from 'ajv'
import addFormats from 'ajv-formats'

const text = { type: 'string', minLength: 1 }
const date = { type: 'string', anyOf: [{ format: 'date' }, { format: 'date-time' }] }

function typed(type: string, properties: Readonly<Record<string, object>>, required: readonly string[] = []) {
  return { type: 'object', required: ['@type', ...required], properties: { '@type': { const: type }, ...properties } }
}

const organization = typed('Organization', { name: text, department: typed('Organization', { name: text }, ['name']) }, ['name'])
const address = typed(
  'PostalAddress',
  {
    streetAddress: text,
    addressLocality: text,
    addressRegion: text,
    postalCode: text,
    addressCountry: { type: 'string', pattern: '^[A-Z]{2}$' },
  },
  ['addressCountry'],
)
const amount = typed(
  'QuantitativeValue',
  {
    value: { type: 'number' },
    minValue: { type: 'number' },
    maxValue: { type: 'number' },
    unitText: { enum: ['HOUR', 'DAY', 'WEEK', 'MONTH', 'YEAR'] },
  },
  ['unitText'],
)

/**
 * A JobPosting as Google reads it (https://developers.google.com/search/docs/appearance/structured-data/job-posting), JSON Schema.
 * Required is what Google requires, and what every posting of ours has.
 */
const jobPostingSchema = {
  ...typed(
    'JobPosting',
    {
      '@context': { enum: ['https://schema.org/', 'https://schema.org'] },
      title: text,
      description: text,
      datePosted: date,
      validThrough: date,
      hiringOrganization: organization,
      jobLocation: { type: 'array', minItems: 1, items: typed('Place', { address }, ['address']) },
      jobLocationType: { const: 'TELECOMMUTE' },
      applicantLocationRequirements: { type: 'array', minItems: 1, items: typed('Country', { name: text }, ['name']) },
      employmentType: {
        type: 'array',
        minItems: 1,
        items: { enum: ['FULL_TIME', 'PART_TIME', 'CONTRACTOR', 'TEMPORARY', 'INTERN', 'VOLUNTEER', 'PER_DIEM', 'OTHER'] },
      },
      baseSalary: typed('MonetaryAmount', { currency: { type: 'string', pattern: '^[A-Z]{3}$' }, value: amount }, ['currency', 'value']),
      identifier: typed('PropertyValue', { name: text, value: text }, ['name', 'value']),
      directApply: { type: 'boolean' },
      industry: text,
      url: { type: 'string', format: 'uri', pattern: '^(?:https?:|mailto:)' },
    },
    ['@context', 'title', 'description', 'datePosted', 'jobLocation', 'identifier', 'hiringOrganization', 'url'],
  ),
  // Work from home must say where it may be done from: https://developers.google.com/search/docs/appearance/structured-data/job-posting#remote-jobs
  dependencies: { jobLocationType: ['applicantLocationRequirements'] },
  additionalProperties: false,
} as const

const ajv = new Ajv({ allErrors: true })
addFormats.default(ajv)
const isValid = ajv.compile(jobPostingSchema)

/** What is wrong with a JobPosting, one sentence each; none where it is valid. */
export function checkJobPosting(value: unknown): string[] {
  if (isValid(value)) return []
  return (isValid.errors ?? []).map(({ instancePath, message }) => `JSON-LD ${instancePath || '/'} ${message}`)
}
