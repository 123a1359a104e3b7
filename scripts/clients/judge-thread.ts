import { parentPort, workerData } from 'node:worker_threads'
import { settleEnvironment } from './environment.ts'
import { judgeRest, type Work } from './judge-rest.ts'

// One thread of judge-files.ts: it answers once, with what it found in all files that fell to it.
settleEnvironment(process)
parentPort!.postMessage(await judgeRest(workerData as Work))
