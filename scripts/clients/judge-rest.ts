import { type Judged, openJudge } from './judge-file.ts'

/** Client files that several threads judge together. */
export interface Work {
  readonly root: string
  /** Their paths from `root`. */
  readonly files: readonly string[]
  /** How many of them have been begun, in memory that the threads share. */
  readonly begun: Int32Array<SharedArrayBuffer>
}

/** Judges, one after the other, the files that no other thread has begun: a thread that starts late or is slowed down takes fewer. */
export async function judgeRest({ root, files, begun }: Work): Promise<readonly Judged[]> {
  const judge = openJudge(root)
  const judged: Judged[] = []
  for (let at = Atomics.add(begun, 0, 1); at < files.length; at = Atomics.add(begun, 0, 1)) judged.push(await judge(files[at]!))
  return judged
}
