import { cp, readFile, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { openTemporaryFolder } from '../../scripts/temporary-folder.ts'

/** A copy of this program, to change and to run. */
export interface ProgramCopy extends AsyncDisposable {
  readonly path: string
  /** Puts `by` in the place of an expression of one of its files. Throws where that file does not have the expression exactly once. */
  replace(file: string, expression: string, by: string): Promise<void>
}

const checkout = fileURLToPath(new URL('../..', import.meta.url))

/** Copies `scripts`, and the folders named, into a temporary folder from which the packages of this checkout resolve. */
export async function programCopy(...folders: readonly string[]): Promise<ProgramCopy> {
  const { path, [Symbol.asyncDispose]: dispose } = await openTemporaryFolder('program')
  for (const name of ['scripts', 'package.json', ...folders]) await cp(join(checkout, name), join(path, name), { recursive: true })
  // Windows lets anybody make a junction, and not any other link.
  await symlink(join(checkout, 'node_modules'), join(path, 'node_modules'), 'junction')
  return {
    path,
    async replace(file, expression, by) {
      const pieces = (await readFile(join(path, file), 'utf8')).split(expression)
      const times = pieces.length - 1
      if (times !== 1)
        throw new Error(`${file} has the expression "${expression}" ${times} times, expected once: name the one that it has now`)
      await writeFile(join(path, file), pieces.join(by))
    },
    [Symbol.asyncDispose]: dispose,
  }
}
