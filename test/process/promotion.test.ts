import { describe, expect, it } from 'vitest'
import { clientOf, diffTrees, planPromotion, promotionTree, type TreeEntry } from '../../scripts/process/promotion.ts'
import type { SignOff } from '../../scripts/process/sign-off.ts'

function tree(files: Readonly<Record<string, string>>): TreeEntry[] {
  return Object.entries(files).map(([path, object]) => ({ mode: '100644', object, path }))
}

const present = tree({ 'clients/acme.yaml': 'a1', 'clients/old.yaml': 'o1', 'clients/README.md': 'r1', 'scripts/main.ts': 's1' })
const incoming = tree({
  'clients/acme.yaml': 'a2',
  'clients/samples/acme/jobs.xml': 'x1',
  'clients/new.yaml': 'n1',
  'clients/README.md': 'r1',
  'scripts/main.ts': 's1',
})
const signed: SignOff = { isValid: true, by: 'am', comment: 1 }

describe('diffTrees', () => {
  it('finds no difference between a tree and itself', () => {
    expect(diffTrees({ incoming: present, present })).toEqual([])
  })

  it('tells created, updated and deleted clients', () => {
    expect(diffTrees({ incoming, present })).toEqual([
      { client: 'acme', kind: 'update' },
      { client: 'new', kind: 'create' },
      { client: 'old', kind: 'delete' },
    ])
  })

  it('takes a sample for a part of its client', () => {
    const samples = [...present, ...tree({ 'clients/samples/acme/jobs.xml': 'x1' })]

    expect(diffTrees({ incoming: samples, present })).toEqual([{ client: 'acme', kind: 'update' }])
  })
})

describe('planPromotion', () => {
  it('carries exactly the clients whose sign-off is valid', () => {
    const signOffs = new Map<string, SignOff>([
      ['acme', signed],
      ['new', { isValid: false, reason: 'nobody signed it off yet' }],
    ])

    const promotion = planPromotion({ incoming, present }, signOffs)

    expect(promotion.carried).toEqual([{ client: 'acme', kind: 'update', by: 'am' }])
    expect(promotion.waiting.map(({ client, reason }) => `${client}: ${reason}`)).toEqual([
      'new: nobody signed it off yet',
      'old: its file names no request',
    ])
    expect(promotion.hasEngineChanges).toBe(false)
  })
})

describe('promotionTree', () => {
  it('takes the carried client with its samples, and leaves every other client as main has it', () => {
    const promoted = promotionTree({ incoming, present }, [{ client: 'acme' }])

    expect(promoted.map(({ path, object }) => `${path} ${object}`)).toEqual([
      'clients/README.md r1',
      'clients/acme.yaml a2',
      'clients/old.yaml o1',
      'clients/samples/acme/jobs.xml x1',
      'scripts/main.ts s1',
    ])
  })

  it('removes a client whose removal was signed off', () => {
    expect(promotionTree({ incoming, present }, [{ client: 'old' }]).map(({ path }) => path)).not.toContain('clients/old.yaml')
  })

  it('takes the engine as a whole', () => {
    const engine = [...incoming.filter(({ path }) => path !== 'scripts/main.ts'), ...tree({ 'scripts/other.ts': 's2' })]

    const paths = promotionTree({ incoming: engine, present }, []).map(({ path }) => path)

    expect(paths).toEqual(['clients/README.md', 'clients/acme.yaml', 'clients/old.yaml', 'scripts/other.ts'])
  })

  it('leaves nothing to promote once everything was carried', () => {
    const all = ['acme', 'new', 'old'].map((client) => ({ client }))

    expect(diffTrees({ incoming, present: promotionTree({ incoming, present }, all) })).toEqual([])
  })
})

describe('clientOf', () => {
  it.each([
    ['clients/acme.yaml', 'acme'],
    ['clients/samples/acme/jobs.xml', 'acme'],
    ['clients/README.md', undefined],
    ['clients/nested/acme.yaml', undefined],
    ['scripts/clients/acme.yaml', undefined],
    // Names that a comment or a log would not show as they are.
    ['clients/samples/@octo-org/jobs.xml', undefined],
    ['clients/samples/a\n# b/jobs.xml', undefined],
    ['clients/[x](y).yaml', undefined],
    ['clients/samples/acme/a\nb.xml', 'acme'],
  ])('%s belongs to %s', (path, client) => {
    expect(clientOf(path)).toBe(client)
  })
})
