import { open } from 'node:fs/promises'
import { refuseNamedPath } from '../errors.ts'

/** Where a verb writes text that someone asked for. */
export interface Output extends AsyncDisposable {
  /** Settles when the text has been taken, so that a slow reader is waited for. Throws UsageError where it cannot be. */
  write(text: string): Promise<void>
}

/** Opens the file at `path` anew; `-` is standard output, and without a path nothing is written. Throws UsageError where it cannot be. */
export async function openOutput(path: string | undefined): Promise<Output> {
  if (path === undefined) return { async write() {}, async [Symbol.asyncDispose]() {} }
  if (path === '-') return openStandardOutput()
  const file = await open(path, 'w').catch((error) => refuseNamedPath(path, 'written', error, 'there is no such folder: make it first'))
  return {
    async write(text) {
      await file.writeFile(text).catch((error) => refuseNamedPath(path, 'written', error))
    },
    [Symbol.asyncDispose]: () => file.close(),
  }
}

/** Says it on standard output, which ends the line. Throws UsageError where that does not take it: half an answer is none. */
export async function say(text: string): Promise<void> {
  await using output = await openOutput('-')
  await output.write(`${text}\n`)
}

// A fault is told to whoever writes as well: this keeps it from ending the process as if it were our bug.
function letBe(): void {}

function openStandardOutput(): Output {
  // It stays, since faults are told late; and once is enough, however often standard output is opened.
  if (!process.stdout.listeners('error').includes(letBe)) process.stdout.on('error', letBe)
  return {
    write: (text) =>
      new Promise<void>((resolve, reject) => {
        process.stdout.write(text, (error) => (error ? reject(error) : resolve()))
      }).catch((error) => refuseNamedPath('standard output', 'written', error)),
    async [Symbol.asyncDispose]() {},
  }
}
