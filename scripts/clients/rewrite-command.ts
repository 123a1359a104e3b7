import type { Command } from 'commander'
import { findClientFiles } from './find.ts'
import { type Rewritten, renderReports, rewriteFiles, saveInPlace } from './rewrite-files.ts'

interface Options {
  readonly check?: boolean
  readonly json?: boolean
}

/** What a verb that rewrites client files is made of. */
export interface Rewriting {
  readonly rewrite: (text: string) => Rewritten
  /** What a changed file then is, as in "formatted". */
  readonly word: string
  readonly root: string
  /** Where the person stands, whose paths may begin there. */
  readonly from: string | undefined
  readonly say: (text: string) => void
  /** Called where a file must be left alone, or would be changed by a check. */
  readonly fail: () => void
}

/** Makes `command` rewrite the client files that it is given; with `--check` it only says what it would do. */
export function rewriteCommand(command: Command, { rewrite, word, root, from, say, fail }: Rewriting): Command {
  return command
    .argument('[files...]', 'client files, wherever they lie, or client ids; all of clients/ unless given')
    .option('--check', 'change nothing; list what would change, and exit with 1 if anything would')
    .option('--json', 'what became of each file, as JSON on standard output')
    .action(async (names: string[], { check, json }: Options) => {
      const { asked } = await findClientFiles(names, root, from)
      const reports = rewriteFiles(root, asked, rewrite, check ? undefined : saveInPlace(root))

      say(json ? JSON.stringify(reports, null, 2) : renderReports(reports, check ? `would be ${word}` : word))
      if (reports.some(({ kind }) => kind === 'left' || (check && kind === 'changed'))) fail()
    })
}
