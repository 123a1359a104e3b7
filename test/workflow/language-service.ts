import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const execute = promisify(execFile)

/**
 * What GitHub's own language service finds in one workflow file, as `line: message`. It runs in a process of its own: it needs a hook before it is
 * loaded.
 */
export async function diagnose(name: string, text: string): Promise<string[]> {
  const child = execute(process.execPath, [new URL('./diagnose.ts', import.meta.url).pathname, name])
  child.child.stdin!.end(text)
  return JSON.parse((await child).stdout) as string[]
}
