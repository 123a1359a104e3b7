import { execFile } from 'node:child_process'
import { resolve } from 'node:path'

/** How a verb ended, and all that it said. */
export interface Ran {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

/**
 * Runs a verb as npm does, in the root of the repository unless `cwd` is another folder, with these variables and nothing else that this process has
 * set. Rejects where it did not end by itself: then it has no exit code.
 */
export function runVerb(
  verb: string,
  words: readonly string[],
  { variables = {}, cwd = '.' }: { readonly variables?: Readonly<Record<string, string>>; readonly cwd?: string } = {},
): Promise<Ran> {
  const env = { PATH: process.env.PATH, HOME: process.env.HOME, ...variables }
  return new Promise((end, fail) => {
    execFile(process.execPath, [resolve(`scripts/${verb}.ts`), ...words], { env, cwd }, (error, stdout, stderr) => {
      if (error === null) end({ code: 0, stdout, stderr })
      else if (typeof error.code === 'number') end({ code: error.code, stdout, stderr })
      else fail(error)
    })
  })
}
