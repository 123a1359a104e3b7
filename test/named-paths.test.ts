import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { openTemporaryFolder } from '../scripts/temporary-folder.ts'
import { writeOwnClients } from './support/own-clients.ts'
import { runVerb } from './support/verb.ts'

const place = await openTemporaryFolder('paths')
const [folder, file] = [join(place.path, 'folder'), join(place.path, 'file')]
await mkdir(folder)
await writeFile(file, '')
await writeOwnClients(place.path)
afterAll(() => place[Symbol.asyncDispose]())

const client = join(place.path, 'clients/acme.yaml')
const unset = 'expected a path, found an empty text'
const noFolder = 'there is no such folder: make it first'
const noFile = 'there is no such file or folder'

/** Each option and argument that names a path, and what is said where the path's folder is missing. */
const options: readonly (readonly [verb: string, words: readonly string[], whenAbsent: string])[] = [
  ['changes', ['--base', 'HEAD', '--output'], noFolder],
  ['preview', [client, '--postings'], noFolder],
  ['preview', [client, '--html'], noFolder],
  ['preview', [client, '--file'], noFile],
  ['sample', [client, '--file'], noFile],
  ['review', ['comment'], noFile],
]

describe('a path that cannot be', () => {
  it.concurrent.each([
    ...options.map(([verb, words, message]) => [verb, [...words, join(place.path, 'none/x')], message] as const),
    ['preview', [client, '--file', folder], 'is no file'],
    ['review', ['comment', folder], 'it is a folder: name a file in it'],
    ['review', ['comment', join(file, 'x')], 'a part of the path is a file, and no folder'],
    ['preview', [folder], 'is a folder: name one client file in it'],
    ['sample', [file], 'is no client file: their names end in .yaml'],
    ['validate', [''], 'there is no client file ""'],
    ['format', ['--check', folder], 'is a folder: name the files in it'],
  ] as const)('ends npm run %s %j with one line that says why', async (verb, words, message) => {
    const { code, stdout, stderr } = await runVerb(verb, words)

    const lines = stderr.trimEnd().split('\n')
    expect({ code, stdout, lines }).toEqual({ code: 1, stdout: '', lines: [expect.stringContaining(message)] })
  })

  it.concurrent.each(options)('ends npm run %s %j with how to ask for help where it is empty', async (verb, words) => {
    const { code, stdout, stderr } = await runVerb(verb, [...words, ''])

    const lines = stderr.trimEnd().split('\n')
    const help = `(npm run ${verb} -- --help shows options and examples)`
    expect({ code, stdout, lines }).toEqual({ code: 1, stdout: '', lines: [expect.stringContaining(unset), help] })
  })
})
