import { link, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { requireOwnPaths } from '../../scripts/preview/own-paths.ts'
import { openTemporaryFolder } from '../../scripts/temporary-folder.ts'

const folder = await openTemporaryFolder('own-paths')
const [feed, linked, hard, fresh] = ['feed.xml', 'linked.xml', 'hard.xml', 'fresh.xml'].map((name) => join(folder.path, name)) as [
  string,
  string,
  string,
  string,
]
await writeFile(feed, '')
await symlink(feed, linked)
await link(feed, hard)
afterAll(() => folder[Symbol.asyncDispose]())

describe('requireOwnPaths', () => {
  it.each([
    ['the file that is read', { '--postings': feed }, '--postings would overwrite', 'which is read'],
    ['a link to it', { '--html': linked }, '--html would overwrite', 'which is read'],
    ['another name of it', { '--html': hard }, '--html would overwrite', 'which is read'],
    ['the other output', { '--postings': fresh, '--html': join(folder.path, '.', 'fresh.xml') }, '--html would', 'which --postings writes'],
  ])('refuses %s', (_, written, option, owner) => {
    expect(() => requireOwnPaths(written, [feed])).toThrow(new RegExp(`^${option}.*${owner}: name another file$`))
  })

  it.each([
    ['another file', { '--postings': fresh }],
    ['standard output', { '--postings': '-', '--html': undefined }],
    ['a device for both', { '--postings': '/dev/null', '--html': '/dev/null' }],
    ['what only its opening can judge', { '--postings': join(folder.path, 'x'.repeat(300)), '--html': 'a\0b' }],
  ])('takes %s', (_, written) => {
    expect(() => requireOwnPaths(written, [feed, 'https://acme.example/jobs'])).not.toThrow()
  })
})
