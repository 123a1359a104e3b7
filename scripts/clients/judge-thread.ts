import { parentPort, workerData } from 'node:worker_threads'
import { judgeRest, type Work } from './judge-rest.ts'
import { settleVariables } from './settle-variables.ts'

// One thread of judge-files.ts: it answers once, with what it found in all files that fell to it.
settleVariables(process)
parentPort!.postMessage(await judgeRest(workerData as Work))
