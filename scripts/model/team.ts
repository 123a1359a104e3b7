// Generated from schemas/team.schema.json by `npm run generate`: change the schema, not this file.

/**
 * One role.
 */
export type Role = 'accountManager' | 'developer' | 'reviewer' | 'releaseManager'

/**
 * Who works here, and who may do what. Only the file on main counts.
 */
export interface TeamFile {
  /**
   * Slug of the GitHub App that acts for this repository: only what it announces counts.
   */
  readonly app: string
  /**
   * People by GitHub user name.
   */
  readonly people: {
    readonly [k: string]: Person
  }
}
/**
 * One person.
 */
export interface Person {
  /**
   * Name as the person writes it.
   */
  readonly name?: string
  /**
   * What the person does: a reviewer is asked for reviews, an accountManager signs off, a releaseManager promotes and releases.
   *
   * @minItems 1
   */
  readonly roles: Role[]
  /**
   * Addresses under which the person commits: a Co-authored-by line with one of them names the person.
   */
  readonly emails?: string[]
  /**
   * How many open reviews the person has at most; over it the person is passed over without losing the turn.
   */
  readonly limit?: number
  /**
   * When the person is away, both days included.
   */
  readonly absences?: Absence[]
}
/**
 * A time away.
 */
export interface Absence {
  /**
   * First day away (ISO 8601).
   */
  readonly from: string
  /**
   * Last day away (ISO 8601).
   */
  readonly until: string
}
