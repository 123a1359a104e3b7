/**
 * Makes the environment variables of a process or thread, which calls this with its `process`, a plain object as they are now. yaml
 * (2.9.1) asks at every token whether LOG_TOKENS is set, and each time Node asks the operating system: a fifth of the time that parsing takes
 * (measured). For what reads many client files; a variable that is changed afterwards is so for JavaScript alone.
 */
export function settleVariables(program: Pick<NodeJS.Process, 'env'>): void {
  program.env = { ...program.env }
}
