import { UsageError } from '../errors.ts'
import type { Variables } from '../model/variables.ts'

/**
 * Who does something, for the record: who is named with `option`, otherwise GITHUB_ACTOR, otherwise the user of this machine. Throws UsageError where
 * that user has no name, as in a container that runs under any number.
 */
export function actorOf(
  { given, option }: { readonly given: string | undefined; readonly option: string },
  variables: Variables,
  userName: () => string,
): string {
  // An empty text, as of a variable of a shell that is not set, names nobody.
  const named = given || variables.GITHUB_ACTOR
  if (named) return named
  try {
    return userName()
  } catch {
    throw new UsageError(`the user of this machine has no name: say with ${option} who it is`)
  }
}
