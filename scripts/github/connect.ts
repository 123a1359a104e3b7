import type { Variables } from '../model/variables.ts'
import { openPlace } from './octokit.ts'
import type { GitHub } from './port.ts'
import { createReader } from './reader.ts'
import { createWriter } from './writer.ts'

/** GitHub as a workflow job sees it: its own repository, with the token that it was given. */
export function connectGitHub(variables: Variables): GitHub {
  const place = openPlace(variables)
  return { ...createReader(place), ...createWriter(place) }
}
