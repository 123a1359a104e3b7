import { type Logger, pino } from 'pino'
import pretty from 'pino-pretty'

/** The log of a service, on standard error: in words for a terminal, otherwise one JSON object a line. */
export function openLog(name: string, isTerminal: boolean): Logger {
  return pino({ name }, isTerminal ? pretty({ destination: 2 }) : pino.destination(2))
}
