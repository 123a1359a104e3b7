import { checkFile, type FileReport, joinReports } from './config/check.ts'
import type { ClientFile } from './config/parse.ts'
import { parseClient } from './config/parse.ts'
import { placerOf } from './config/place.ts'
import { readClientText } from './config/read.ts'
import { hashJudges, hashText, readVerdicts, saveVerdicts, type Verdict, type Verdicts } from './config/verdicts.ts'
import { mappingsCanBeCompiled } from './mapping-rule.ts'
import type { Finding, Problem } from './model/problem.ts'
import { type ClientSamples, openSamples, signatureOf } from './sample-fields.ts'
import { sampleRules } from './sample-rule.ts'

/** Where the verdicts of the last time are, and whose they are. */
export interface Keeping {
  readonly file: string
  /** Root of this program: what it is made of decides whether a verdict still holds. */
  readonly program: string
}

/**
 * All problems of client files, given by their paths from `root`, by file and line: of each by itself, against its samples, and between them.
 * With `keeping`, a file that has not changed since the last time is not judged again.
 */
export async function judgeFiles(root: string, files: readonly string[], keeping?: Keeping): Promise<Problem[]> {
  const judges = keeping === undefined ? '' : hashJudges(keeping.program)
  const known: Verdicts = keeping === undefined ? new Map() : readVerdicts(keeping.file, judges)
  const readSamples = openSamples(root)
  const reports: FileReport[] = []
  const kept = new Map<string, Verdict>()
  for (const file of files) {
    const read = readClientText(root, file)
    if (!read.ok) {
      reports.push({ problems: read.problems })
      continue
    }
    const text = hashText(read.value)
    const verdict = stillHolds(known.get(file), text, root) ?? { text, ...(await judgeText(read.value, file, readSamples)) }
    kept.set(file, verdict)
    reports.push(verdict.report)
  }
  const hasNews = kept.size !== known.size || [...kept].some(([file, verdict]) => known.get(file) !== verdict)
  if (keeping !== undefined && hasNews) saveVerdicts(keeping.file, judges, kept)
  return joinReports(reports, placeAgain(root))
}

function stillHolds(verdict: Verdict | undefined, text: string, root: string): Verdict | undefined {
  const holds = verdict?.text === text && verdict.inputs.every(({ path, signature }) => signatureOf(root, path) === signature)
  return holds ? verdict : undefined
}

async function judgeText(
  text: string,
  file: string,
  readSamples: (file: ClientFile) => Promise<ClientSamples>,
): Promise<Pick<Verdict, 'inputs' | 'report'>> {
  const parsed = parseClient(text, file)
  if (!parsed.ok) return { inputs: [], report: checkFile(parsed) }
  // Samples are asked for only of a file that is otherwise in order: a broken overlay does not say which they are.
  const alone = checkFile(parsed, [mappingsCanBeCompiled])
  if (alone.facts === undefined) return { inputs: [], report: alone }
  const { samples, inputs } = await readSamples(parsed.value)
  const compared = sampleRules(samples).flatMap((rule) => rule(parsed.value))
  return { inputs, report: { ...alone, problems: [...alone.problems, ...compared.map(parsed.value.place)] } }
}

/** Places what was found between files; few are, so that their texts are read again rather than kept. */
function placeAgain(root: string): (finding: Finding) => Problem {
  return (finding) => {
    const read = readClientText(root, finding.file)
    return read.ok ? placerOf(read.value)(finding) : { ...finding, line: 1, column: 1 }
  }
}
