import { once } from 'node:events'
import pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import { SaxesParser } from 'saxes'
import { request } from 'undici'
import { safeHtml } from '../mapping/html.ts'
import { copyHeader, copyTrailer } from '../store/copy-encoding.ts'

/** What the floor leaves out or does: parse alone, with COPY, and with COPY of sanitised descriptions. */
export interface FloorWork {
  readonly url: string
  /** Without it nothing is stored. */
  readonly database?: string
  readonly isSanitised: boolean
}

/** A record without any depth. */
export type Fields = Record<string, string>

/**
 * The least that an import of the same rows costs with the same tools: the HTTP client, the streaming parser, plain objects, JSON.stringify, and COPY
 * into a table without keys. No mapping, no hash, no comparison, no transaction of ours. Returns the number of rows.
 */
export async function runFloor({ url, database, isSanitised }: FloorWork): Promise<number> {
  const table = database === undefined ? undefined : await openTable(database)
  let rows = 0
  const { body } = await request(url)
  for await (const batch of parseBare(body.setEncoding('utf8'))) {
    rows += batch.length
    if (isSanitised) for (const fields of batch) fields.description = safeHtml(fields.description ?? '')
    await table?.write(batch)
  }
  await table?.end()
  return rows
}

/** Records of an XML text whose records are its `job` elements, as flat objects: nothing is checked. */
export async function* parseBare(chunks: AsyncIterable<string> | Iterable<string>): AsyncGenerator<Fields[]> {
  const parser = new SaxesParser()
  let batch: Fields[] = []
  let fields: Fields = {}
  let text = ''
  function append(more: string): void {
    text += more
  }
  parser.on('opentag', ({ name }) => {
    if (name === 'job') fields = {}
    text = ''
  })
  parser.on('text', append)
  parser.on('cdata', append)
  parser.on('closetag', ({ name }) => {
    if (name === 'job') batch.push(fields)
    else fields[name] = text
  })
  for await (const chunk of chunks) {
    parser.write(chunk)
    if (batch.length === 0) continue
    yield batch
    batch = []
  }
  parser.close()
}

/** Makes the table that rows are put into. */
export const bareTable = 'create table bare (id text, hash bytea, content jsonb)'

/** Puts rows there. */
export const copyIntoBare = 'copy bare from stdin (format binary)'

interface Table {
  write(rows: readonly Fields[]): Promise<void>
  end(): Promise<void>
}

async function openTable(url: string): Promise<Table> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query(bareTable)
  const copy = client.query(copyFrom(copyIntoBare))
  copy.write(copyHeader)
  return {
    async write(rows) {
      if (!copy.write(Buffer.concat(rows.flatMap(encodeRow)))) await once(copy, 'drain')
    },
    async end() {
      copy.end(copyTrailer)
      await once(copy, 'finish')
      await client.end()
    },
  }
}

// A row of as many bytes as ours: the hash is not worked out.
const fieldCount = Buffer.from([0, 3])
const someHash = Buffer.concat([Buffer.from([0, 0, 0, 32]), Buffer.alloc(32, 7)])

/** The bytes of one row, in pieces. */
export function encodeRow(fields: Fields): Buffer[] {
  const id = Buffer.from(fields.referencenumber ?? '')
  // The binary form of jsonb is its version, 1, and the text.
  const content = Buffer.from(`\u0001${JSON.stringify(fields)}`)
  return [fieldCount, lengthOf(id), id, someHash, lengthOf(content), content]
}

function lengthOf(bytes: Buffer): Buffer {
  const length = Buffer.allocUnsafe(4)
  length.writeInt32BE(bytes.length)
  return length
}
