import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> }
const verbs = Object.entries(scripts).flatMap(([name, script]) => {
  const file = /^node (?<file>scripts\/[a-z-]+\.ts)$/.exec(script)?.groups?.file
  return file === undefined ? [] : [{ name, file }]
})

interface Ran {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

function run(file: string, ...words: string[]): Promise<Ran> {
  return new Promise((resolve) => {
    execFile(process.execPath, [file, ...words], { env: { PATH: process.env.PATH, HOME: process.env.HOME } }, (error, stdout, stderr) =>
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr }),
    )
  })
}

describe('every verb', () => {
  it.concurrent.each(verbs)('$name explains itself with --help', async ({ name, file }) => {
    const { code, stdout } = await run(file, '--help')

    expect({ code, usage: stdout.split('\n')[0] }).toEqual({ code: 0, usage: expect.stringMatching(`^Usage: ${name}\\b`) })
    expect(stdout).toMatch(/Examples:\n {2}npm (?:run|start)/)
  })

  it.concurrent.each(verbs)('$name suggests an option', async ({ file }) => {
    const { code, stderr } = await run(file, '--hepl')

    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining('Did you mean --help?') })
  })
})

describe('help', () => {
  it('lists every verb with what it does', async () => {
    const { stdout } = await run('scripts/help.ts')

    expect(Object.keys(scripts).filter((name) => !new RegExp(`^ +${name} +\\S`, 'm').test(stdout))).toEqual([])
  })

  it('suggests the nearest verb', async () => {
    const { code, stderr } = await run('scripts/help.ts', 'valdate')

    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining('did you mean "validate"?') })
  })
})
