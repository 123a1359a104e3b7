import { parseCommand, readCommand } from './command.ts'
import type { Annotation, JobRecord } from './record.ts'

/** GitHub keeps this many errors, and as many warnings and notices, of one step. */
const mostAnnotations = 10

/** Writes the log of one job: secrets masked, workflow commands turned into annotations. */
export class JobLog {
  readonly #record: JobRecord
  readonly #onLine: (line: string) => void
  readonly #secrets: string[]

  constructor(record: JobRecord, secrets: readonly string[], onLine: (line: string) => void) {
    this.#record = record
    this.#onLine = onLine
    this.#secrets = []
    for (const secret of secrets) this.addMask(secret)
  }

  /** From now on the value, and each of its lines, is written as `***`. */
  addMask(value: string): void {
    for (const line of value.split(/\r?\n/)) if (line.trim() !== '') this.#secrets.push(line)
    this.#secrets.sort((a, b) => b.length - a.length)
  }

  hasSecret(text: string): boolean {
    return this.#secrets.some((secret) => text.includes(secret))
  }

  mask(text: string): string {
    return this.#secrets.reduce((masked, secret) => masked.replaceAll(secret, '***'), text)
  }

  write(line: string): void {
    const masked = this.mask(line)
    this.#record.log.push(masked)
    this.#onLine(masked)
  }

  annotate(annotation: Annotation): void {
    this.#record.annotations.push({ ...annotation, message: this.mask(annotation.message) })
  }

  /** The output of one step, in which commands are heeded. */
  writeOutput(output: string): void {
    const counts = { error: 0, warning: 0, notice: 0 }
    let stopped: string | undefined
    for (const line of output.replace(/\n$/, '').split('\n')) {
      const command = parseCommand(line)
      if (stopped !== undefined) {
        if (command?.name === stopped) stopped = undefined
      } else if (command?.name === 'stop-commands') stopped = command.message
      else if (command !== undefined) {
        const { annotation, mask } = readCommand(command)
        if (mask !== undefined) this.addMask(mask)
        if (annotation !== undefined && ++counts[annotation.level] <= mostAnnotations) this.annotate(annotation)
        if (mask !== undefined) continue
      }
      if (output !== '') this.write(line)
    }
  }
}
