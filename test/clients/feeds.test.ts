import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { stringify } from 'yaml'
import { readFeeds } from '../../scripts/clients/feeds.ts'
import { readClients } from '../../scripts/config/read.ts'
import { aClient } from '../support/build.ts'

const root = await mkdtemp(join(tmpdir(), 'read-feeds-'))
afterAll(() => rm(root, { recursive: true }))

async function put(file: string): Promise<string> {
  const path = join(root, file)
  await mkdir(dirname(path), { recursive: true })
  await writeFile(path, stringify(aClient()))
  return path
}

describe('a draft in a folder of clients/', () => {
  it('can be looked at, and deployed by nobody', async () => {
    await put('clients/acme.yaml')
    const path = await put('clients/drafts/other.yaml')

    const [looked, deployed] = [await readFeeds({ path, root }, 'local'), await readClients(root, 'local')]

    expect(looked).toMatchObject({ ok: true, value: [{ client: 'other' }] })
    expect(deployed).toMatchObject({ ok: false, problems: [{ file: 'clients/drafts/other.yaml', rule: 'file' }] })
  })
})
