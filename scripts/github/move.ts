import { labelsAt, nextStage, type StageEvent, stageOf } from '../process/stage.ts'
import type { GitHub, Request } from './port.ts'

/** Moves a request on and hands it to those who are waited for now. The label and the assignees on GitHub are where the stage is kept. */
export async function moveRequest(
  github: Pick<GitHub, 'request' | 'setLabels' | 'setAssignees'>,
  number: number,
  { event, owners }: { readonly event: StageEvent; readonly owners: readonly string[] },
): Promise<Request> {
  const request = await github.request(number)
  const stage = nextStage(stageOf(request.labels), event)
  if (stage === undefined) return request
  await github.setLabels(number, labelsAt(stage, request.labels))
  // Nobody known is better left with whom it was.
  if (owners.length > 0) await github.setAssignees(number, owners)
  return request
}
