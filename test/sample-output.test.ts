import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { $ } from 'zx'
import { openTemporaryFolder } from '../scripts/temporary-folder.ts'
import { writeOwnClients } from './support/own-clients.ts'

const folder = await openTemporaryFolder('sample-output')
const file = join(folder.path, 'clients/acme.yaml')
const sample = join(folder.path, 'clients/samples/acme/jobs.xml')
await writeOwnClients(folder.path)
afterAll(() => folder[Symbol.asyncDispose]())

const shell = $({ quiet: true, nothrow: true })

describe('npm run sample', () => {
  it.each([
    ['--file', sample],
    ['--records', '3'],
  ])('takes no %s beside --update, which keeps the sample', async (...words) => {
    const { exitCode, stderr } = await shell`${process.execPath} scripts/sample.ts ${file} --update ${words}`

    expect({ exitCode, stderr }).toEqual({
      exitCode: 1,
      stderr: expect.stringContaining(`'--update' cannot be used with option '${words[0]}`),
    })
  })

  it.runIf(process.platform === 'linux')('says in one line that the disk of standard output is full', async () => {
    const { exitCode, stderr } = await shell`${process.execPath} scripts/sample.ts ${file} --file ${sample} --quiet > /dev/full`

    expect({ exitCode, stderr }).toEqual({ exitCode: 1, stderr: 'standard output cannot be written: the disk is full\n' })
    expect(await readFile(sample, 'utf8')).toContain('Baker')
  })
})
