import { open } from 'node:fs/promises'
import { UsageError } from '../errors.ts'

/** Where a verb writes text that someone asked for. */
export interface Output extends AsyncDisposable {
  /** Settles when the text has been taken, so that a slow reader is waited for. */
  write(text: string): Promise<void>
}

/** Opens the file at `path` anew; `-` is standard output, and without a path nothing is written. Throws UsageError where it cannot be. */
export async function openOutput(path: string | undefined): Promise<Output> {
  if (path === undefined) return { async write() {}, async [Symbol.asyncDispose]() {} }
  if (path === '-') return { write: writeOut, async [Symbol.asyncDispose]() {} }
  const file = await open(path, 'w').catch((error: NodeJS.ErrnoException) => {
    throw new UsageError(`${path} cannot be written: ${error.code === 'ENOENT' ? 'there is no such folder' : error.code}`)
  })
  return {
    async write(text) {
      await file.write(text)
    },
    [Symbol.asyncDispose]: () => file.close(),
  }
}

function writeOut(text: string): Promise<void> {
  return new Promise((resolve, reject) => process.stdout.write(text, (error) => (error ? reject(error) : resolve())))
}
