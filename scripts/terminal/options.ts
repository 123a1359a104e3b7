import { isAbsolute, join, relative } from 'node:path'
import { InvalidArgumentError, Option } from 'commander'
import { environments } from '../model/environment.ts'

/**
 * A parser for an option or argument that is a path from the folder `from`, where the person stands: npm runs a verb in the repository's root, and
 * says in INIT_CWD where that is. What it gives leads there from the root; `-` stays, which is standard output.
 */
export function filePath(from = ''): (text: string) => string {
  return (text) => {
    // A shell makes an empty text of a variable that is not set.
    if (text === '') throw new InvalidArgumentError('expected a path, found an empty text')
    return text === '-' || isAbsolute(text) ? text : join(relative('', from), text)
  }
}

/** A parser for the address of a web service. */
export function webAddress(text: string): string {
  if (!URL.canParse(text) || !/^https?:$/.test(new URL(text).protocol)) throw new InvalidArgumentError('expected an http or https URL')
  return text
}

/** `--environment`, as most verbs have it; `what` says what it is of. */
export function environmentOption(what: string): Option {
  return new Option('--environment <name>', what).choices(environments).default('local')
}

/** `--database`, as every verb that uses one has it. */
export function databaseOption(): Option {
  return new Option('--database <url>', 'PostgreSQL of the environment; otherwise DATABASE_URL, otherwise the local one').argParser(
    (text) => {
      // What pg takes for the name of a database, or for nothing at all, is a slip: it would be another database than was meant.
      if (!/^(?:postgres(?:ql)?|socket):/.test(text))
        throw new InvalidArgumentError('expected a URL such as postgres://user@host:5432/name')
      return text
    },
  )
}

/** A parser for an option that is a whole number within bounds, these included. */
export function wholeNumber(least: number, most = Number.MAX_SAFE_INTEGER): (text: string) => number {
  const bounds = most === Number.MAX_SAFE_INTEGER ? `from ${least}` : `from ${least} to ${most}`
  return (text) => {
    const number = Number(text)
    if (!/^\d+$/.test(text) || number < least || number > most) throw new InvalidArgumentError(`expected a whole number ${bounds}`)
    return number
  }
}

/** A parser for the number of a run, which stays a text: 18 digits fit the 64 bits that it has, whatever they are. */
export function runNumber(text: string): string {
  if (!/^\d{1,18}$/.test(text)) throw new InvalidArgumentError('expected the number of a run')
  return text
}

/** The port of a service; 0 lets the system pick a free one. */
export const portNumber = wholeNumber(0, 65_535)
