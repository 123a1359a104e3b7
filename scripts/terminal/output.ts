import { access, constants, open, realpath, rename, rm, stat } from 'node:fs/promises'
import { refuseNamedPath } from '../errors.ts'

/** Where a verb writes text that someone asked for. */
export interface Output extends AsyncDisposable {
  /** Settles when the text has been taken, so that a slow reader is waited for. Throws UsageError where it cannot be. */
  write(text: string): Promise<void>
  /** Says that this was all: only now does a file stand at its path. Throws UsageError where it cannot. */
  finish(): Promise<void>
}

/** Opens the file at `path` anew; `-` is standard output, and without a path nothing is written. Throws UsageError where it cannot be. */
export async function openOutput(path: string | undefined): Promise<Output> {
  if (path === undefined) return { async write() {}, async finish() {}, async [Symbol.asyncDispose]() {} }
  return path === '-' ? openStandardOutput() : openFile(path)
}

/** Writes beside the file until all is there: one that Ctrl-C cut off would look whole, and the earlier one would be lost. */
async function openFile(path: string): Promise<Output> {
  const refuse = (error: unknown) => refuseNamedPath(path, 'written', error, 'there is no such folder: make it first')
  const earlier = await stat(path).catch(() => undefined)
  // A pipe or a device takes what comes as it comes.
  const isFile = earlier === undefined || earlier.isFile()
  // Where a link leads, so that it stays one.
  const target = earlier?.isFile() ? await realpath(path) : path
  const begun = isFile ? `${target}.part` : path
  if (earlier !== undefined) await access(path, constants.W_OK).catch(refuse)
  const file = await open(begun, 'w', earlier?.mode).catch(refuse)
  return {
    async write(text) {
      await file.writeFile(text).catch(refuse)
    },
    async finish() {
      await file.close().catch(refuse)
      if (isFile) await rename(begun, target).catch(refuse)
    },
    async [Symbol.asyncDispose]() {
      await file.close()
      if (isFile) await rm(begun, { force: true })
    },
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
    async finish() {},
    async [Symbol.asyncDispose]() {},
  }
}
