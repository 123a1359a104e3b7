import type { Annotation, JobRecord, RunRecord } from './record.ts'

const sign = { success: '✓', failure: '✗', skipped: '-', cancelled: '!' } as const

/** A run as indented lines: its jobs, their steps, what they said to people. With `log`, every line of the jobs that failed. */
export function printRun(run: RunRecord, options: { readonly log?: boolean } = {}): string {
  const title = `${sign[run.conclusion ?? 'cancelled']} ${run.name} (${run.event}${run.action === '' ? '' : ` ${run.action}`} on ${run.ref} by ${run.actor})`
  return [title, ...run.annotations.map(printAnnotation), ...run.jobs.flatMap((job) => printJob(job, options.log === true))].join('\n')
}

function printJob(job: JobRecord, withLog: boolean): string[] {
  const steps = job.steps.map(({ conclusion, name }) => `    ${sign[conclusion]} ${name}`)
  const log = withLog && job.conclusion === 'failure' ? job.log.map((line) => `      | ${line}`) : []
  const url = job.environmentUrl === '' ? [] : [`    -> ${job.environmentUrl}`]
  return [
    `  ${sign[job.conclusion ?? 'cancelled']} ${job.name}`,
    ...steps,
    ...url,
    ...job.annotations.map((one) => `  ${printAnnotation(one)}`),
    ...log,
  ]
}

function printAnnotation({ level, message, file, line }: Annotation): string {
  const place = file === undefined ? '' : `${file}:${line ?? 1}: `
  return `  ${level}: ${place}${message.replaceAll('\n', '\n      ')}`
}
