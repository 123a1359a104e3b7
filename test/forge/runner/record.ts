/** One message that a workflow command (`::error::` and its like) or the runner left. */
export interface Annotation {
  readonly level: 'error' | 'warning' | 'notice'
  readonly message: string
  readonly file?: string
  readonly line?: number
  readonly title?: string
}

export type Conclusion = 'success' | 'failure' | 'cancelled' | 'skipped'

/** One step that ran or was skipped. `outcome` is before `continue-on-error`, `conclusion` after it. */
export interface StepRecord {
  readonly name: string
  readonly id: string
  outcome: Conclusion
  conclusion: Conclusion
  readonly outputs: Record<string, string>
}

/** One job of a run: what it said, with secrets masked, and what became of it. */
export interface JobRecord {
  readonly id: string
  readonly name: string
  readonly steps: StepRecord[]
  readonly log: string[]
  readonly annotations: Annotation[]
  readonly outputs: Record<string, string>
  summary: string
  conclusion: Conclusion | undefined
  environmentUrl: string
}

/** One run of one workflow, kept for tests and stories to read. */
export interface RunRecord {
  readonly id: number
  readonly name: string
  readonly path: string
  readonly event: string
  readonly action: string
  readonly ref: string
  readonly sha: string
  readonly actor: string
  readonly jobs: JobRecord[]
  /** What is wrong with the file itself, at file:line; then no job ran. */
  readonly annotations: Annotation[]
  conclusion: Conclusion | undefined
}
