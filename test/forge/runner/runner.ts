import { renderRun } from '../render/actions.ts'
import { renderRepository } from '../render/repository.ts'
import { numberOfName, renderUser } from '../render/user.ts'
import { type ForgeEvent, timestamp, type WorkflowRun, type World } from '../world.ts'
import { RunnerRefusal } from './job-state.ts'
import type { Machine } from './machine.ts'
import { type Place, placeEvent } from './place.ts'
import type { Annotation, RunRecord } from './record.ts'
import { executeRun } from './run.ts'
import { isTriggered } from './trigger.ts'
import { readWorkflow, type Workflow } from './workflow.ts'

/** `workflow_run` starts a chain of at most three levels. */
const deepestChain = 3

/** Events that start workflows although `GITHUB_TOKEN` caused them; the end of a run is nobody's doing. */
const fromToken = ['workflow_dispatch', 'repository_dispatch', 'workflow_run', 'schedule']

/**
 * A runner over the workflow files in the world's repository. Events, runs, and jobs happen one after the other, which is one
 * of the orders that GitHub allows: concurrency groups are evaluated and never contended. A job that waits for another run would wait for ever.
 */
export class Runner {
  readonly runs: RunRecord[] = []
  readonly #world: World
  readonly #machine: Machine
  /** The contents of broken files that were reported: once for what a file holds, not for each event that reads it. */
  readonly #reported = new Set<string>()

  constructor(world: World, machine: Machine) {
    this.#world = world
    this.#machine = machine
  }

  /** Runs every workflow that the event starts. Throws a `RunnerRefusal` for whatever GitHub would do and this runner does not. */
  async handle(event: ForgeEvent): Promise<void> {
    if (this.#machine.processes.isClosed) return
    if (event.cause.kind === 'actions' && !fromToken.includes(event.name)) return
    if (event.name === 'workflow_run' && event.depth > deepestChain) return
    const names = event.name === 'pull_request' ? ['pull_request', 'pull_request_target'] : [event.name]
    for (const name of names) {
      const place = await placeEvent(this.#world, { ...event, name })
      if (place === undefined) continue
      for (const path of await listWorkflows(this.#world, place.filesAt)) await this.#consider({ event, name, place }, path)
    }
  }

  /** Ends what is running, and starts nothing more. */
  stop(): void {
    this.#machine.processes.close()
  }

  async #consider(trigger: Trigger, path: string): Promise<void> {
    const content = (await this.#world.git.readFile(trigger.place.filesAt, path)).toString('utf8')
    const result = await readWorkflow(path, content)
    if ('workflow' in result) {
      if (isTriggered(result.workflow, trigger.place.facts)) await this.#run(trigger, result.workflow)
      return
    }
    if (this.#reported.has(content)) return
    this.#reported.add(content)
    const record = newRecord(trigger, { path, name: path }, this.#world.nextId())
    record.annotations.push(...result.problems)
    record.conclusion = 'failure'
    this.runs.push(record)
    if (result.unmodelled) throw new RunnerRefusal(describe(result.problems))
  }

  async #run(trigger: Trigger, workflow: Workflow): Promise<void> {
    const { event, name, place } = trigger
    const run = addRun(this.#world, trigger, workflow)
    const record = newRecord(trigger, workflow, run.id)
    this.runs.push(record)
    try {
      record.conclusion = await executeRun({ world: this.#world, workflow, run, event, eventName: name, place }, record, this.#machine)
    } catch (error) {
      record.conclusion = 'failure'
      const message = `${workflow.path}: ${(error as Error).message}`
      record.annotations.push({ level: 'error', message })
      throw error instanceof RunnerRefusal ? new RunnerRefusal(message, { cause: error }) : error
    } finally {
      endRun(this.#world, event, run, record.conclusion ?? 'failure')
    }
  }
}

function endRun(world: World, event: ForgeEvent, run: WorkflowRun, conclusion: NonNullable<RunRecord['conclusion']>): void {
  run.status = 'completed'
  run.conclusion = conclusion
  run.updatedAt = timestamp(world)
  const workflow = { id: run.workflowId, name: run.name, path: run.path }
  const shared = { repository: renderRepository(world), sender: renderUser(world, run.actor) }
  world.emit(
    'workflow_run',
    event.cause,
    { action: 'completed', workflow_run: renderRun(world, run), workflow, ...shared },
    event.depth + 1,
  )
}

interface Trigger {
  readonly event: ForgeEvent
  readonly name: string
  readonly place: Place
}

function addRun(world: World, { event, name, place }: Trigger, workflow: Workflow): WorkflowRun {
  const run: WorkflowRun = {
    id: world.nextId(),
    runNumber: [...world.runs.values()].filter(({ path }) => path === workflow.path).length + 1,
    workflowId: numberOfName(workflow.path),
    name: workflow.name,
    path: workflow.path,
    event: name,
    headBranch: place.headBranch,
    headSha: place.headSha,
    actor: event.cause.login,
    displayTitle: workflow.name,
    pulls: place.pulls,
    createdAt: timestamp(world),
    status: 'in_progress',
    conclusion: null,
    updatedAt: timestamp(world),
  }
  world.runs.set(run.id, run)
  return run
}

function newRecord({ event, name, place }: Trigger, { path, name: workflow }: Pick<Workflow, 'path' | 'name'>, id: number): RunRecord {
  const shared = { ref: place.ref, sha: place.sha, actor: event.cause.login, jobs: [], annotations: [] }
  return { id, name: workflow, path, event: name, action: place.facts.action, ...shared, conclusion: undefined }
}

function describe(problems: readonly Annotation[]): string {
  return problems.map(({ file, line, message }) => `${file}:${line}: ${message}`).join('\n')
}

async function listWorkflows(world: World, sha: string): Promise<string[]> {
  const names = await world.git.run('ls-tree', '-z', '--name-only', sha, '.github/workflows/')
  return names.split('\0').filter((name) => /\.ya?ml$/.test(name))
}
