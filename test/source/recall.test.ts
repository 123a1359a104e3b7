import { describe, expect, it } from 'vitest'
import { SourceError } from '../../scripts/errors.ts'
import type { Format } from '../../scripts/model/client.ts'
import type { Fingerprint, Recalled } from '../../scripts/model/recall.ts'
import type { SourceRecord } from '../../scripts/model/record.ts'
import { readBytes } from '../../scripts/source/read.ts'
import type { Recall } from '../../scripts/source/recall.ts'
import { aFeed } from '../support/build.ts'

function recalledOf(fingerprint: Fingerprint): Recalled {
  return { fingerprint, id: fingerprint, hash: new Uint8Array(32), shape: { filled: [], unread: [] } }
}

/** What was made of these fingerprints, and what was asked. */
function recallOf(known: readonly Fingerprint[]): Recall & { readonly asked: number[] } {
  const asked: number[] = []
  return {
    asked,
    isEmpty: false,
    async find(fingerprints) {
      asked.push(fingerprints.length)
      return fingerprints.map((fingerprint) => (known.includes(fingerprint) ? recalledOf(fingerprint) : undefined))
    },
  }
}

const nothing: Recall = {
  isEmpty: true,
  async find() {
    throw new Error('there is nothing to look up')
  },
}

async function read(format: Format, text: string, recall?: Recall, mapping = {}): Promise<readonly SourceRecord[]> {
  const feed = aFeed({ source: { file: { path: 'feed' }, format }, mapping: { ...aFeed().mapping, ...mapping } })
  return (
    await Array.fromAsync(readBytes(feed, Buffer.from(text), { anyHeader: true, ...(recall !== undefined && { recall }) }).records)
  ).flat()
}

const formats: readonly [name: string, format: Format, text: string][] = [
  [
    'XML',
    { xml: { records: 'jobs.job' } },
    '<jobs total="3">\n<job><id>1</id></job>\n<job><id>2</id><text><![CDATA[</job>]]></text></job><job><id>3</id></job>\n</jobs>',
  ],
  ['JSON', { json: { records: 'jobs' } }, '{"total": 3, "jobs": [{"id": 1}, {"id": 2, "text": "]}"}, {"id": 3}]}'],
  ['JSON Lines', { jsonl: {} }, '{"id": 1}\n\n{"id": 2, "text": "\\n"}\n{"id": 3}'],
  ['CSV', { csv: {} }, 'id,text\r\n1,a\r\n2,"b\r\nc"\r\n3,d\r\n'],
]

describe.each(formats)('recalling records of %s', (_, format, text) => {
  it('takes fingerprints, and reads as ever where nothing is known', async () => {
    const plain = await read(format, text)

    const marked = await read(format, text, nothing)

    expect(marked.map(({ fingerprint: _, ...record }) => record)).toEqual(plain)
    expect(new Set(marked.map(({ fingerprint }) => fingerprint)).size).toBe(3)
    expect(marked[0]!.fingerprint).toMatch(/^[0-9a-f]{32}$/)
  })

  it('does not read what is recalled, and reads the rest at its position', async () => {
    const [first, second, third] = await read(format, text, nothing)

    const recalled = await read(format, text, recallOf([first!.fingerprint!, third!.fingerprint!]))

    expect(recalled).toEqual([
      { position: 1, fields: expect.anything(), fingerprint: first!.fingerprint, recalled: recalledOf(first!.fingerprint!) },
      second,
      { position: 3, fields: expect.anything(), fingerprint: third!.fingerprint, recalled: recalledOf(third!.fingerprint!) },
    ])
    expect(Object.keys(recalled[0]!.fields)).toEqual([])
  })
})

describe('recallRecords', () => {
  it('looks many records up in groups', async () => {
    const text = Array.from({ length: 1_300 }, (_, id) => JSON.stringify({ id, text: 'x'.repeat(100) })).join('\n')
    const recall = recallOf([])

    const records = await read({ jsonl: {} }, text, recall)

    expect(records.map(({ position }) => position)).toEqual(Array.from({ length: 1_300 }, (_, index) => index + 1))
    expect(recall.asked.length).toBeGreaterThan(1)
    expect(recall.asked.length).toBeLessThan(5)
    expect(recall.asked.reduce((sum, count) => sum + count)).toBe(1_300)
  })

  it('throws what looking up throws', async () => {
    const recall: Recall = {
      isEmpty: false,
      async find() {
        throw new Error('the database is gone')
      },
    }

    await expect(read({ jsonl: {} }, '{"id": 1}', recall)).rejects.toThrow('the database is gone')
  })

  it('recalls nothing where a record is mapped with what surrounds it', async () => {
    const [, format, text] = formats[0]!
    const [first] = await read(format, text, nothing)

    const records = await read(format, text, recallOf([first!.fingerprint!]), { department: '^.@total' })

    expect(records[0]).toEqual({ position: 1, fields: { id: '1', '^': { '@total': '3' } } })
  })

  it('tells two CSV rows apart whose fields have other names', async () => {
    const [before] = await read({ csv: {} }, 'id,title\n1,Baker\n', nothing)

    const [after] = await read({ csv: {} }, 'id,city\n1,Baker\n', recallOf([before!.fingerprint!]))

    expect(after).toMatchObject({ fields: { id: '1', city: 'Baker' } })
  })
})

describe('XML with records that are recalled', () => {
  const format = { xml: { records: 'jobs.job' } }

  async function faultOf(text: string, recall?: Recall): Promise<string> {
    const error = await read(format, text, recall).catch((thrown: unknown) => thrown)
    return error instanceof SourceError ? error.message : `expected a SourceError, got ${JSON.stringify(error)}`
  }

  it.each([
    ['in a later line', '<jobs>\n<job>\n <id>1</id>\n</job>\n<job><id>2</di></job></jobs>'],
    ['in the line of the record', '<jobs>\n<job>\n <id>1</id>\n</job> <job><id>2</di></job></jobs>'],
    ['in a text of one line', '<jobs><job><id>1</id></job><job><id>2</di></job></jobs>'],
    ['beside the records', '<jobs><job><id>1</id></job>]]><job><id>2</id></job></jobs>'],
    ['across a record', '<jobs><total>&am<job><id>1</id></job>p;</total></jobs>'],
  ])('names the place of a fault as if they were read: %s', async (_, text) => {
    const record = /<job>.*?<\/job>/s.exec(text)![0]
    const [known] = await read(format, `<jobs>${record}</jobs>`, nothing)

    const told = await faultOf(text, recallOf([known!.fingerprint!]))

    expect(told).toBe(await faultOf(text))
  })

  it('knows a list in which all records are recalled from an empty one', async () => {
    const text = '<jobs><job><id>1</id></job></jobs>'
    const [known] = await read(format, text, nothing)

    const records = await read(format, text, recallOf([known!.fingerprint!]))

    expect(records.map(({ position, recalled }) => [position, recalled?.id])).toEqual([[1, known!.fingerprint]])
  })

  it('reads on by parsing alone where cutting was given up', async () => {
    const before = '<jobs><job><id>1</id></job>'
    const [known] = await read(format, `${before}</jobs>`, nothing)
    const long = `<${'x'.repeat(1_500)}/>`

    const records = await read(format, `${before}${long}<job><id>2</id></job></jobs>`, recallOf([known!.fingerprint!]))

    expect(records.map(({ position, fields, recalled }) => [position, fields.id, recalled?.id])).toEqual([
      [1, undefined, known!.fingerprint],
      [2, '2', undefined],
    ])
  })
})
