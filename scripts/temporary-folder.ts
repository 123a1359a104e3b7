import { closeSync, openSync, read, writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { MachineError } from './errors.ts'
import { pathFault } from './model/path-fault.ts'

/** A new folder of this process alone, removed with all that is in it when this is disposed of. */
export interface TemporaryFolder extends AsyncDisposable {
  readonly path: string
}

/**
 * Makes a temporary folder; `purpose` is a part of its name, for whoever finds one that a killed process left. Throws MachineError where the machine
 * lets us make none.
 */
export async function openTemporaryFolder(purpose: string): Promise<TemporaryFolder> {
  const path = await mkdtemp(join(tmpdir(), `client-imports-${purpose}-`)).catch((error) => {
    throw temporaryFault(error)
  })
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) }
}

/** A new file of this process alone. It has no name: whatever becomes of the process, nothing is left. */
export interface UnnamedFile extends Disposable {
  readonly descriptor: number
  /** Writes at its end. Throws MachineError where the disk is full. */
  write(bytes: Uint8Array): void
  /** Reads it from its beginning, as often as one likes. */
  read(): AsyncIterable<Uint8Array>
}

/** Opens a file for what a feed holds, which nobody else may read, even where Ctrl-C ends the process. Throws MachineError as for a folder. */
export async function openUnnamedFile(purpose: string): Promise<UnnamedFile> {
  await using folder = await openTemporaryFolder(purpose)
  const descriptor = openSync(join(folder.path, 'bytes'), 'wx+', 0o600)
  return {
    descriptor,
    // At once rather than through a stream: nobody waits for a listener, and a stream would hold in memory what came too fast.
    write(bytes) {
      try {
        writeFileSync(descriptor, bytes)
      } catch (error) {
        throw temporaryFault(error)
      }
    },
    read: () => readFromStart(descriptor),
    [Symbol.dispose]: () => closeSync(descriptor),
  }
}

/** What is thrown where the operating system refuses a temporary file: a disk that is full, or that may not be written to, is no bug of ours. */
export function temporaryFault(error: unknown): unknown {
  if (!(error instanceof Error && 'syscall' in error)) return error
  return new MachineError(`temporary files in ${tmpdir()}: ${pathFault(error) ?? error.message}`, { cause: error })
}

const pieceBytes = 65_536

// A stream of Node's would close the file when nobody reads it to its end.
async function* readFromStart(descriptor: number): AsyncGenerator<Uint8Array, void, undefined> {
  for (let position = 0; ; ) {
    const { bytesRead, buffer } = await promisify(read)(descriptor, Buffer.allocUnsafeSlow(pieceBytes), 0, pieceBytes, position)
    if (bytesRead === 0) return
    position += bytesRead
    yield buffer.subarray(0, bytesRead)
  }
}
