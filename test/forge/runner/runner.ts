import { renderRun } from '../render/actions.ts'
import { renderRepository } from '../render/repository.ts'
import { numberOfName, renderUser } from '../render/user.ts'
import { type ForgeEvent, timestamp, type WorkflowRun, type World } from '../world.ts'
import { RunnerRefusal } from './job-state.ts'
import { type MachineSettings, newMachine } from './machine.ts'
import { type Place, placeEvent } from './place.ts'
import type { Annotation, RunRecord } from './record.ts'
import { executeRun } from './run.ts'
import { isTriggered } from './trigger.ts'
import { readWorkflow, type Workflow } from './workflow.ts'

/** What executes workflows: fed with events, one at a time. */
export interface Runner {
  readonly runs: readonly RunRecord[]
  /** Runs every workflow that the event starts. Throws a `RunnerRefusal` for whatever GitHub would do and this runner does not. */
  handle(event: ForgeEvent): Promise<void>
  stop(): void
}

/** `workflow_run` starts a chain of at most three levels. */
const deepestChain = 3

/** Events that start workflows although `GITHUB_TOKEN` caused them; the end of a run is nobody's doing. */
const fromToken = ['workflow_dispatch', 'repository_dispatch', 'workflow_run', 'schedule']

/**
 * A runner over the workflow files in the world's repository. Events, runs, and jobs happen one after the other, which is one
 * of the orders that GitHub allows: concurrency groups are evaluated and never contended. A job that waits for another run would wait for ever.
 */
export async function runnerFor(world: World, settings: MachineSettings): Promise<Runner> {
  const machine = await newMachine(settings)
  const runs: RunRecord[] = []
  const reported = new Set<string>()

  async function handle(event: ForgeEvent): Promise<void> {
    if (machine.processes.isClosed) return
    if (event.cause.kind === 'actions' && !fromToken.includes(event.name)) return
    if (event.name === 'workflow_run' && event.depth > deepestChain) return
    const names = event.name === 'pull_request' ? ['pull_request', 'pull_request_target'] : [event.name]
    for (const name of names) {
      const place = await placeEvent(world, { ...event, name })
      if (place === undefined) continue
      for (const path of await listWorkflows(world, place.filesAt)) await consider({ event, name, place }, path)
    }
  }

  async function consider(trigger: Trigger, path: string): Promise<void> {
    const content = (await world.git.readFile(trigger.place.filesAt, path)).toString('utf8')
    const result = await readWorkflow(path, content)
    if ('workflow' in result) {
      if (isTriggered(result.workflow, trigger.place.facts)) await run(trigger, result.workflow)
      return
    }
    // A broken file fails each run that it would have had; it is reported once for what it holds.
    if (reported.has(content)) return
    reported.add(content)
    const record = newRecord(trigger, { path, name: path }, world.nextId())
    record.annotations.push(...result.problems)
    record.conclusion = 'failure'
    runs.push(record)
    if (result.unmodelled) throw new RunnerRefusal(describe(result.problems))
  }

  async function run(trigger: Trigger, workflow: Workflow): Promise<void> {
    const { event, name, place } = trigger
    const rest = addRun(world, trigger, workflow)
    const record = newRecord(trigger, workflow, rest.id)
    runs.push(record)
    try {
      const facts = { world, workflow, run: rest, event, eventName: name, place }
      record.conclusion = await executeRun(facts, record, machine)
    } catch (error) {
      record.conclusion = 'failure'
      const message = `${workflow.path}: ${(error as Error).message}`
      record.annotations.push({ level: 'error', message })
      throw error instanceof RunnerRefusal ? new RunnerRefusal(message, { cause: error }) : error
    } finally {
      rest.status = 'completed'
      rest.conclusion = record.conclusion ?? 'failure'
      rest.updatedAt = timestamp(world)
      const shared = { repository: renderRepository(world), sender: renderUser(world, rest.actor) }
      const payload = {
        action: 'completed',
        workflow_run: renderRun(world, rest),
        workflow: { id: rest.workflowId, name: rest.name, path: rest.path },
        ...shared,
      }
      world.emit('workflow_run', event.cause, payload, event.depth + 1)
    }
  }

  return { runs, handle, stop: () => machine.processes.close() }
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
