import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import { joinReports } from '../config/check.ts'
import { placerOf } from '../config/place.ts'
import { readClientText } from '../config/read.ts'
import { hashJudges, hashText, readVerdicts, saveVerdicts, type Verdict, type Verdicts } from '../config/verdicts.ts'
import type { Finding, Problem } from '../model/problem.ts'
import { signatureOf } from '../sample/fields.ts'
import type { Judged } from './judge-file.ts'
import { judgeRest, type Work } from './judge-rest.ts'

/** Where the verdicts of the last time are, and whose they are. */
export interface Keeping {
  readonly file: string
  /** Root of this program: what it is made of decides whether a verdict still holds. */
  readonly program: string
}

// A thread takes half a second to start, the time of some 300 files (measured on two cores).
const filesWorthThreads = 600

// Beyond four the disk and the joining of results are what takes the time.
const mostThreads = 4

/**
 * All problems of client files, given by their paths from `root`, by file and line: of each by itself, against its samples, and between them.
 * With `keeping`, a file that has not changed since the last time is not judged again.
 */
export async function judgeFiles(root: string, files: readonly string[], keeping?: Keeping): Promise<Problem[]> {
  const judges = keeping === undefined ? '' : hashJudges(keeping.program)
  const known: Verdicts = keeping === undefined ? new Map() : readVerdicts(keeping.file, judges)
  const held = new Map(files.filter((file) => stillHolds(known.get(file), root, file)).map((file) => [file, known.get(file)!]))
  const judged = await judgeAll(
    root,
    files.filter((file) => !held.has(file)),
  )
  if (keeping !== undefined && (judged.length > 0 || held.size < known.size)) {
    const news = judged.flatMap(({ file, verdict }): [string, Verdict][] => (verdict === undefined ? [] : [[file, verdict]]))
    saveVerdicts(keeping.file, judges, new Map([...held, ...news]))
  }
  const reportByFile = new Map([...held, ...judged.map((one) => [one.file, one] as const)].map(([file, { report }]) => [file, report]))
  // In the order of the files, whichever thread was first.
  return joinReports(
    files.map((file) => reportByFile.get(file)!),
    placeAgain(root),
  )
}

/** In threads where there are so many files that it pays; this thread judges with them. */
async function judgeAll(root: string, files: readonly string[]): Promise<readonly Judged[]> {
  const threads = files.length < filesWorthThreads ? 1 : Math.min(availableParallelism(), mostThreads)
  const work = { root, files, begun: new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT)) }
  const elsewhere = Array.from({ length: threads - 1 }, () => judgeInThread(work))
  return [...(await judgeRest(work)), ...(await Promise.all(elsewhere)).flat()]
}

function judgeInThread(work: Work): Promise<readonly Judged[]> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./judge-thread.ts', import.meta.url), { workerData: work })
    worker.once('message', resolve).once('error', reject)
    worker.once('exit', (code) => reject(new Error(`a thread that judged client files ended with ${code}`)))
  })
}

function stillHolds(verdict: Verdict | undefined, root: string, file: string): boolean {
  if (verdict === undefined) return false
  const read = readClientText(root, file)
  if (!read.ok || hashText(read.value) !== verdict.text) return false
  return verdict.grounds.every(({ path, signature }) => signatureOf(root, path) === signature)
}

/** Places what was found between files; few are, so that their texts are read again rather than kept. */
function placeAgain(root: string): (finding: Finding) => Problem {
  return (finding) => {
    const read = readClientText(root, finding.file)
    return read.ok ? placerOf(read.value)(finding) : { ...finding, line: 1, column: 1 }
  }
}
