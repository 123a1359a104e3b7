import { checkFile, type FileReport } from '../config/check.ts'
import { parseClient } from '../config/parse.ts'
import { faultOfFolder, readClientText } from '../config/read.ts'
import { applyOverlay } from '../config/resolve.ts'
import { checkSchema } from '../config/schema.ts'
import { isSound } from '../config/sound-part.ts'
import { hashText, type Verdict } from '../config/verdicts.ts'
import type { Client } from '../model/client.ts'
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

  async function judgeText(text: string, file: string): Promise<Pick<Verdict, 'grounds' | 'report'>> {
    const parsed = parseClient(text, file)
    const alone = checkFile(parsed, [mappingsCanBeCompiled])
    const { value, lost } = parsed.ok ? { value: parsed.value, lost: [] } : { lost: [], ...parsed.sound }
    // A broken overlay or source does not say which its samples are, or how to read them.
    const isReadable = parsed.ok ? alone.facts !== undefined : value !== undefined && canBeRead(value.client) && !lost.some(isOfSource)
    if (value === undefined || !isReadable) return { grounds: [], report: alone }
    const { samples, grounds } = await readSamples(value)
    const compared = sampleRules(samples).flatMap((rule) => rule(value).filter((finding) => isSound(finding, lost)))
    return { grounds, report: { ...alone, problems: [...alone.problems, ...compared.map(value.place)] } }
  }

  return async (file) => {
    const misplaced = faultOfFolder(file)
    if (misplaced !== undefined) return { file, report: { problems: [misplaced] } }
    const read = readClientText(root, file)
    if (!read.ok) return { file, report: { problems: read.problems } }
    const verdict = { text: hashText(read.value), ...(await judgeText(read.value, file)) }
    return { file, report: verdict.report, verdict }
  }
}

function canBeRead(client: Client): boolean {
  return checkSchema(applyOverlay(client, 'local'), '').length === 0
}

function isOfSource([first, _, third]: readonly (string | number)[]): boolean {
  return first === 'environments' || (first === 'feeds' && (third === undefined || third === 'source'))
}
