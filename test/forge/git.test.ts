import { describe, expect, it } from 'vitest'
import { aForge, aPull, checkoutOf, owner, repo } from './support.ts'

const protection = { main: { requiredApprovals: 1 } }

/** What Git wrote to stderr when it was refused. */
async function stderrOf(command: Promise<unknown>): Promise<string> {
  return command.then(
    () => 'it was not refused',
    (error: { stderr: string }) => error.stderr,
  )
}

describe('Git over HTTP', () => {
  it('lets a writer push a branch, and others fetch it', async () => {
    await using forge = await aForge({})
    await using writer = await checkoutOf(forge, 'bob')
    await using reader = await checkoutOf(forge, 'eve')

    const sha = await writer.push('topic', { 'clients/acme.yaml': 'name: Acme\n' })
    await reader.git('fetch', '--quiet')

    expect(await reader.git('rev-parse', 'origin/topic')).toBe(sha)
  })

  it('refuses whoever has no token, and a push by a reader', async () => {
    await using forge = await aForge({})
    await using reader = await checkoutOf(forge, 'eve')

    const push = await stderrOf(reader.push('topic', { a: '1' }))
    await reader.git('remote', 'set-url', 'origin', `${forge.url.replace('//', '//x:wrong@')}/${owner}/${repo}.git`)
    const fetch = await stderrOf(reader.git('fetch'))

    expect(push).toContain(`Permission to ${owner}/${repo}.git denied to eve`)
    expect(fetch).toContain('Authentication failed')
  })

  it('refuses a push to a protected branch, its deletion, and a force push by one who may push', async () => {
    await using forge = await aForge({}, { protection: { main: { bypass: ['ann'] } } })
    await using writer = await checkoutOf(forge, 'bob')
    await using admin = await checkoutOf(forge, 'ann')
    const before = await writer.git('rev-parse', 'HEAD')

    const push = await stderrOf(writer.push('main', { a: '1' }))
    const deletion = await stderrOf(writer.git('push', 'origin', ':main'))
    await admin.git('commit', '--quiet', '--amend', '--message', 'Another past')
    const force = await stderrOf(admin.git('push', '--force', 'origin', 'main'))

    expect(push).toMatch(/GH006: Protected branch update failed for refs\/heads\/main[\s\S]*Changes must be made through a pull request/)
    expect(deletion).toContain('Cannot delete a protected branch')
    expect(force).toContain('Cannot force-push to this branch')
    expect(await forge.world.git.resolve('refs/heads/main')).toBe(before)
  })

  it('lets only the named create a version tag, never move it, and refuses one off main', async () => {
    await using forge = await aForge({}, { protection, tagProtection: [{ pattern: 'v*', creators: ['ann'], onBranch: 'main' }] })
    await using writer = await checkoutOf(forge, 'bob')
    await using admin = await checkoutOf(forge, 'ann')
    await admin.push('topic', { a: '1' })

    await writer.git('tag', 'v1')
    const byWriter = await stderrOf(writer.git('push', 'origin', 'v1'))
    await admin.git('tag', 'v2')
    const offMain = await stderrOf(admin.git('push', 'origin', 'v2'))
    await admin.git('tag', 'v3', 'origin/main')
    await admin.git('push', '--quiet', 'origin', 'v3')
    const moved = await stderrOf(admin.git('push', '--force', 'origin', 'v2:v3'))

    expect(byWriter).toMatch(/GH013[\s\S]*creations being restricted/)
    expect(offMain).toContain('The commit is not on main')
    expect(moved).toContain('Cannot update this protected ref')
  })

  it('keeps the head and the test merge of a pull request, and drops the merge on conflict', async () => {
    await using forge = await aForge({})
    await using writer = await checkoutOf(forge, 'bob')
    const number = await aPull(forge, 'topic', { 'README.md': 'theirs\n' })

    const merged = await forge.world.git.resolve(`refs/pull/${number}/merge`)
    await writer.push('main', { 'README.md': 'ours\n' })
    await forge.settled()

    expect(merged).toBeDefined()
    expect(await forge.world.git.resolve(`refs/pull/${number}/merge`)).toBeUndefined()
    expect(await forge.world.git.resolve(`refs/pull/${number}/head`)).toBeDefined()
  })
})
