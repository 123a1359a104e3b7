import { describe, expect, it } from 'vitest'
import { ownSecretName } from '../../scripts/config/secrets.ts'

describe('ownSecretName', () => {
  it.each([
    ['FEED_PASSWORD', 'HARBOR_BIKES_FEED_PASSWORD'],
    ['NORTHWIND_CARE_FEED_PASSWORD', 'HARBOR_BIKES_FEED_PASSWORD'],
    ['NORTHWIND_CARE_API_KEY', 'HARBOR_BIKES_API_KEY'],
    ['HARBOR_TOKEN', 'HARBOR_BIKES_TOKEN'],
    ['HARBOR_LEGACY', 'HARBOR_BIKES_LEGACY'],
    ['LEGACY', 'HARBOR_BIKES_LEGACY'],
    ['HARBOR_BIKES', 'HARBOR_BIKES_TOKEN'],
    ['HARBOR_BIKES_', 'HARBOR_BIKES_TOKEN'],
  ])('makes %s %s, the name of a secret of harbor-bikes', (secret, own) => {
    expect(ownSecretName(secret, 'harbor-bikes')).toBe(own)
  })
})
