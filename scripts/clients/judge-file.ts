import { checkFile, type FileReport } from '../config/check.ts'
import { parseClient } from '../config/parse.ts'
import { readClientText } from '../config/read.ts'
import { hashText, type Verdict } from '../config/verdicts.ts'
import { openSamples } from '../sample/fields.ts'
import { sampleRules } from '../sample/rules.ts'
import { mappingsCanBeCompiled } from './mapping-rule.ts'

/** What was found in one file. A report without a verdict is of something that has no text: it is looked at anew each time. */
export interface Judged {
  readonly file: string
  readonly report: FileReport
  readonly verdict?: Verdict
}

/** Judges client files, given by their paths from `root`: each by itself and against its samples. */
export function openJudge(root: string): (file: string) => Promise<Judged> {
  const readSamples = openSamples(root)

  async function judgeText(text: string, file: string): Promise<Pick<Verdict, 'inputs' | 'report'>> {
    const parsed = parseClient(text, file)
    if (!parsed.ok) return { inputs: [], report: checkFile(parsed) }
    const alone = checkFile(parsed, [mappingsCanBeCompiled])
    // A broken overlay does not say which its samples are.
    if (alone.facts === undefined) return { inputs: [], report: alone }
    const { samples, inputs } = await readSamples(parsed.value)
    const compared = sampleRules(samples).flatMap((rule) => rule(parsed.value))
    return { inputs, report: { ...alone, problems: [...alone.problems, ...compared.map(parsed.value.place)] } }
  }

  return async (file) => {
    const read = readClientText(root, file)
    if (!read.ok) return { file, report: { problems: read.problems } }
    const verdict = { text: hashText(read.value), ...(await judgeText(read.value, file)) }
    return { file, report: verdict.report, verdict }
  }
}
