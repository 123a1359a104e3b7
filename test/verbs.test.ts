import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { replaceBetween } from '../scripts/config/reference.ts'
import { openTemporaryFolder } from '../scripts/temporary-folder.ts'
import { readVerbs, renderVerbTable, verbMarks } from '../scripts/terminal/verbs.ts'
import { writeOwnClients } from './support/own-clients.ts'
import { runVerb } from './support/verb.ts'

const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> }
const verbs = Object.entries(scripts).flatMap(([name, script]) => {
  const verb = /^node (?:--\S+ )*scripts\/(?<verb>[a-z-]+)\.ts$/.exec(script)?.groups?.verb
  return verb === undefined ? [] : [{ name, verb }]
})

describe('every verb', () => {
  it.concurrent.each(verbs)('$name explains itself with --help', async ({ name, verb }) => {
    const { code, stdout } = await runVerb(verb, ['--help'])

    expect({ code, usage: stdout.split('\n')[0] }).toEqual({ code: 0, usage: expect.stringMatching(`^Usage: ${name}\\b`) })
    expect(stdout).toMatch(/Examples:\n {2}npm (?:run|start)/)
  })

  it.concurrent.each([
    'bench import',
    'bench feeds',
    'bench page',
    'bench validate',
    'release tag',
    'release verify',
    'review comment',
    'review gate',
  ])('%s explains itself with --help', async (call) => {
    const [name = '', command = ''] = call.split(' ')

    const { stdout } = await runVerb(name, [command, '--help'])

    expect(stdout).toContain(`Examples:\n  npm run ${name} -- ${command}`)
  })

  it.concurrent.each(verbs)('$name suggests an option', async ({ verb }) => {
    const { code, stderr } = await runVerb(verb, ['--hepl'])

    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining('Did you mean --help?') })
  })
})

// They name the example clients, which a company takes out one day.
const hasExamples = ['atelier-lumiere', 'brauhaus-sued', 'northwind-care'].every((client) => existsSync(`clients/${client}.yaml`))

describe.skipIf(!hasExamples)('the examples of verbs that only read', () => {
  it.concurrent.each(['validate', 'preview', 'help', 'format', 'upgrade'])('work when those of %s are copied', async (verb) => {
    const { stdout } = await runVerb(verb, ['--help'])
    const examples = [...stdout.matchAll(/^ {2}npm run (?:-s )?(?<example>\S+(?: -- .*)?)$/gm)].map(({ groups }) => groups!.example!)
    const trying = examples.filter((example) => !/^(?:format|upgrade)(?!.* --check)|--html/.test(example))

    const failed: Record<string, string> = {}
    for (const example of trying) {
      const [name = '', ...words] = example.replace(' -- ', ' ').split(' ')
      const { code, stderr } = await runVerb(name, words)
      if (code !== 0) failed[example] = stderr
    }

    expect(trying).not.toEqual([])
    expect(failed).toEqual({})
  })
})

describe('help', () => {
  it('lists every verb with what it does', async () => {
    const { stdout } = await runVerb('help', [])

    expect(Object.keys(scripts).filter((name) => !new RegExp(`^ +${name} +\\S`, 'm').test(stdout))).toEqual([])
  })

  it('has a chapter for every verb, and none for a verb that is not there', async () => {
    const { stdout } = await runVerb('help', [])

    const listed = [...stdout.matchAll(/^ {2}(?<name>[a-z]+) {2,}\S/gm)].map((found) => found.groups?.name)
    expect(listed.sort()).toEqual(Object.keys(scripts).sort())
  })

  it('suggests the nearest verb', async () => {
    const { code, stderr } = await runVerb('help', ['valdate'])

    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining('did you mean "validate"?') })
  })
})

describe('scripts/README.md', () => {
  it('lists the verbs as they describe themselves (else: npm run generate)', async () => {
    const document = readFileSync('scripts/README.md', 'utf8')

    const table = renderVerbTable(await readVerbs())

    expect(document).toBe(replaceBetween(verbMarks, document, table))
  })
})

describe('main', () => {
  it('says how the help of the verb is asked for', async () => {
    const { stderr } = await runVerb('preview', [])

    expect(stderr).toContain('(npm run preview -- --help shows options and examples)')
  })

  it('refuses to go on where npm kept an option to itself', async () => {
    const variables = { npm_lifecycle_event: 'plan', npm_config_ref: 'v2' }

    const { code, stderr } = await runVerb('plan', [], { variables })

    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining('as in npm run plan -- --ref') })
  })

  it.each(['changes --base', 'rehearse --ref'])('%s names a commit that is not there', async (call) => {
    const [verb = '', option = ''] = call.split(' ')

    const { code, stderr } = await runVerb(verb, [option, 'no-such-commit'])

    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringMatching(/^no commit is called no-such-commit here: .+\n$/) })
  })

  it('says of a source what failed, and what to do about it', async () => {
    await using folder = await openTemporaryFolder('verbs')
    await writeOwnClients(folder.path)

    const { code, stderr } = await runVerb('sample', [join(folder.path, 'clients/acme.yaml'), '--file', 'package.json', '--quiet'])

    expect(code).toBe(1)
    expect(stderr).toMatch(/^acme\/jobs: expected XML, got .+\n {2}the bytes are not in the declared format/)
  })

  it('leaves alone what npm set for another verb', async () => {
    const variables = { npm_lifecycle_event: 'start', npm_config_check: 'true' }

    const { code } = await runVerb('format', ['--check', 'test/reality/lever.yaml'], { variables })

    expect(code).toBe(0)
  })
})
