import { execFile } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { replaceBetween } from '../scripts/config/reference.ts'
import { openTemporaryFolder } from '../scripts/temporary-folder.ts'
import { readVerbs, renderVerbTable, verbMarks } from '../scripts/terminal/verbs.ts'
import { writeOwnClients } from './support/own-clients.ts'

const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> }
const verbs = Object.entries(scripts).flatMap(([name, script]) => {
  const file = /^node (?:--\S+ )*(?<file>scripts\/[a-z-]+\.ts)$/.exec(script)?.groups?.file
  return file === undefined ? [] : [{ name, file }]
})

interface Ran {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

function run(file: string, ...words: string[]): Promise<Ran> {
  return runWith({}, file, ...words)
}

function runWith(variables: Readonly<Record<string, string>>, file: string, ...words: string[]): Promise<Ran> {
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [file, ...words],
      { env: { PATH: process.env.PATH, HOME: process.env.HOME, ...variables } },
      (error, stdout, stderr) => resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr }),
    )
  })
}

describe('every verb', () => {
  it.concurrent.each(verbs)('$name explains itself with --help', async ({ name, file }) => {
    const { code, stdout } = await run(file, '--help')

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

    const { stdout } = await run(`scripts/${name}.ts`, command, '--help')

    expect(stdout).toContain(`Examples:\n  npm run ${name} -- ${command}`)
  })

  it.concurrent.each(verbs)('$name suggests an option', async ({ file }) => {
    const { code, stderr } = await run(file, '--hepl')

    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining('Did you mean --help?') })
  })
})

// They name the example clients, which a company takes out one day.
const hasExamples = ['atelier-lumiere', 'brauhaus-sued', 'northwind-care'].every((client) => existsSync(`clients/${client}.yaml`))

describe.skipIf(!hasExamples)('the examples of verbs that only read', () => {
  it.concurrent.each(['validate', 'preview', 'help', 'format', 'upgrade'])('work when those of %s are copied', async (verb) => {
    const { stdout } = await run(`scripts/${verb}.ts`, '--help')
    const examples = [...stdout.matchAll(/^ {2}npm run (?:-s )?(?<example>\S+(?: -- .*)?)$/gm)].map(({ groups }) => groups!.example!)
    const trying = examples.filter((example) => !/^(?:format|upgrade)(?!.* --check)|--html/.test(example))

    const failed: Record<string, string> = {}
    for (const example of trying) {
      const [name = '', ...words] = example.replace(' -- ', ' ').split(' ')
      const { code, stderr } = await run(`scripts/${name}.ts`, ...words)
      if (code !== 0) failed[example] = stderr
    }

    expect(trying).not.toEqual([])
    expect(failed).toEqual({})
  })
})

describe('help', () => {
  it('lists every verb with what it does', async () => {
    const { stdout } = await run('scripts/help.ts')

    expect(Object.keys(scripts).filter((name) => !new RegExp(`^ +${name} +\\S`, 'm').test(stdout))).toEqual([])
  })

  it('has a chapter for every verb, and none for a verb that is not there', async () => {
    const { stdout } = await run('scripts/help.ts')

    const listed = [...stdout.matchAll(/^ {2}(?<name>[a-z]+) {2,}\S/gm)].map((found) => found.groups?.name)
    expect(listed.sort()).toEqual(Object.keys(scripts).sort())
  })

  it('suggests the nearest verb', async () => {
    const { code, stderr } = await run('scripts/help.ts', 'valdate')

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
    const { stderr } = await run('scripts/preview.ts')

    expect(stderr).toContain('(npm run preview -- --help shows options and examples)')
  })

  it('refuses to go on where npm kept an option to itself', async () => {
    const variables = { npm_lifecycle_event: 'plan', npm_config_ref: 'v2' }

    const { code, stderr } = await runWith(variables, 'scripts/plan.ts')

    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining('as in npm run plan -- --ref') })
  })

  it.each(['scripts/changes.ts --base', 'scripts/rehearse.ts --ref'])('%s names a commit that is not there', async (call) => {
    const [file = '', option = ''] = call.split(' ')

    const { code, stderr } = await run(file, option, 'no-such-commit')

    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringMatching(/^no commit is called no-such-commit here: .+\n$/) })
  })

  it('says of a source what failed, and what to do about it', async () => {
    await using folder = await openTemporaryFolder('verbs')
    await writeOwnClients(folder.path)

    const { code, stderr } = await run('scripts/sample.ts', join(folder.path, 'clients/acme.yaml'), '--file', 'package.json', '--quiet')

    expect(code).toBe(1)
    expect(stderr).toMatch(/^acme\/jobs: expected XML, got .+\n {2}the bytes are not in the declared format/)
  })

  it('leaves alone what npm set for another verb', async () => {
    const variables = { npm_lifecycle_event: 'start', npm_config_check: 'true' }

    const { code } = await runWith(variables, 'scripts/format.ts', '--check', 'test/reality/lever.yaml')

    expect(code).toBe(0)
  })
})
