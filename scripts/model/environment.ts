/** Where a release can be live; one PostgreSQL database each. */
export const environments = ['local', 'staging', 'production'] as const
/** One of the environments. */
export type Environment = (typeof environments)[number]

/** What a command to copy ends with so that it means an environment: nothing for local, which is meant unless another is named. */
export function environmentWords(environment: Environment): string {
  return environment === 'local' ? '' : ` --environment ${environment}`
}
