/** Where a release can be live; one PostgreSQL database each. */
export const environments = ['local', 'staging', 'production'] as const
/** One of the environments. */
export type Environment = (typeof environments)[number]
