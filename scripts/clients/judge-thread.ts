import { parentPort, workerData } from 'node:worker_threads'
import { openJudge } from './judge-file.ts'

// One thread of judge-files.ts: it is given files and answers once, with what it found in all of them.
const { root, files } = workerData as { readonly root: string; readonly files: readonly string[] }
const judge = openJudge(root)
const judged = []
for (const file of files) judged.push(await judge(file))
parentPort!.postMessage(judged)
