import { Ajv } from 'ajv'
import addFormats from 'ajv-formats'

const organization = {
  type: 'object',
  required: ['@type', 'name'],
  properties: { '@type': { const: 'Organization' }, name: { type: 'string', minLength: 1 } },
}
const country = {
  type: 'object',
  required: ['@type', 'name'],
  properties: { '@type': { const: 'Country' }, name: { type: 'string', minLength: 2 } },
}
const address = {
  type: 'object',
  required: ['@type', 'addressCountry'],
  additionalProperties: false,
  properties: {
    '@type': { const: 'PostalAddress' },
    streetAddress: { type: 'string' },
    addressLocality: { type: 'string' },
    addressRegion: { type: 'string' },
    postalCode: { type: 'string' },
    addressCountry: { type: 'string', pattern: '^[A-Z]{2}$' },
  },
}
const place = { type: 'object', required: ['@type', 'address'], properties: { '@type': { const: 'Place' }, address } }

// One value, or a range: https://developers.google.com/search/docs/appearance/structured-data/job-posting#basesalary
const baseSalary = {
  type: 'object',
  required: ['@type', 'currency', 'value'],
  additionalProperties: false,
  properties: {
    '@type': { const: 'MonetaryAmount' },
    currency: { type: 'string', pattern: '^[A-Z]{3}$' },
    value: {
      type: 'object',
      required: ['@type', 'unitText'],
      anyOf: [{ required: ['value'] }, { required: ['minValue'] }, { required: ['maxValue'] }],
      additionalProperties: false,
      properties: {
        '@type': { const: 'QuantitativeValue' },
        value: { type: 'number' },
        minValue: { type: 'number' },
        maxValue: { type: 'number' },
        unitText: { enum: ['HOUR', 'DAY', 'WEEK', 'MONTH', 'YEAR'] },
      },
    },
  },
}

// Required and recommended properties, as Google lists them:
// https://developers.google.com/search/docs/appearance/structured-data/job-posting#structured-data-type-definitions
const schema = {
  type: 'object',
  required: ['@context', '@type', 'title', 'description', 'datePosted', 'hiringOrganization'],
  anyOf: [{ required: ['jobLocation'] }, { required: ['jobLocationType', 'applicantLocationRequirements'] }],
  additionalProperties: false,
  properties: {
    '@context': { enum: ['https://schema.org/', 'https://schema.org'] },
    '@type': { const: 'JobPosting' },
    title: { type: 'string', minLength: 1 },
    baseSalary,
    description: { type: 'string', minLength: 1 },
    datePosted: { type: 'string', format: 'date' },
    validThrough: { type: 'string', format: 'date' },
    hiringOrganization: organization,
    jobLocation: { type: 'array', minItems: 1, items: place },
    jobLocationType: { const: 'TELECOMMUTE' },
    applicantLocationRequirements: { type: 'array', minItems: 1, items: country },
    employmentType: {
      type: 'array',
      items: { enum: ['FULL_TIME', 'PART_TIME', 'CONTRACTOR', 'TEMPORARY', 'INTERN', 'VOLUNTEER', 'PER_DIEM', 'OTHER'] },
    },
    identifier: {
      type: 'object',
      required: ['@type', 'name', 'value'],
      properties: { '@type': { const: 'PropertyValue' }, name: { type: 'string' }, value: { type: 'string' } },
    },
    directApply: { type: 'boolean' },
    industry: { type: 'string' },
    url: { type: 'string', format: 'uri' },
  },
}

const ajv = new Ajv({ allErrors: true })
addFormats.default(ajv)
const isValid = ajv.compile(schema)

/** What Google would object to in a JobPosting; undefined where there is nothing. */
export function checkJobPosting(value: unknown): string | undefined {
  return isValid(value) ? undefined : ajv.errorsText(isValid.errors)
}
