import { type JobState, RunnerRefusal, type StepResult } from '../job-state.ts'
import { createAppToken } from './app-token.ts'
import { downloadArtifact, uploadArtifact } from './artifact.ts'
import { checkout } from './checkout.ts'
import { setupNode } from './setup-node.ts'

/** An action of somebody else, modelled: the inputs that it heeds, and what it does. Any other input is refused. */
export interface KnownAction {
  readonly inputs: readonly (string | RegExp)[]
  readonly run: (state: JobState, inputs: Readonly<Record<string, string>>) => Promise<StepResult>
}

const known: Readonly<Record<string, KnownAction>> = {
  'actions/checkout': checkout,
  'actions/setup-node': setupNode,
  'actions/upload-artifact': uploadArtifact,
  'actions/download-artifact': downloadArtifact,
  'actions/create-github-app-token': createAppToken,
}

/** Runs the model of a known action. Everything else, and every input that the model does not heed, is refused loudly. */
export async function runAction(state: JobState, uses: string, inputs: Readonly<Record<string, string>>): Promise<StepResult> {
  const [name = '', version = ''] = uses.split('@')
  const action = known[name]
  if (action === undefined || version === '') throw new RunnerRefusal(`uses: ${uses} is not modelled by this runner`)
  for (const input of Object.keys(inputs)) {
    const isKnown = action.inputs.some((one) => (typeof one === 'string' ? one === input : one.test(input)))
    if (!isKnown) throw new RunnerRefusal(`uses: ${name}: the input ${input} is not modelled`)
  }
  return action.run(state, inputs)
}
