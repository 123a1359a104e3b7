/**
 * Makes the environment of a process or thread, which calls this with its `process`, a plain object with the values that it has now. yaml
 * (2.9.1) asks at every token whether LOG_TOKENS is set, and each time Node asks the operating system: a fifth of the time that parsing takes
 * (measured). For what reads many client files; a variable that is changed afterwards is so for JavaScript alone.
 */
export function settleEnvironment(program: Pick<NodeJS.Process, 'env'>): void {
  program.env = { ...program.env }
}
