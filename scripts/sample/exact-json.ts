/** A JSON value whose numbers are kept as they are written: a double could not hold a long id. */
export type Json = string | number | boolean | null | Json[] | { [name: string]: Json }

/** The part of JSON (ECMAScript 2026, JSON.parse source text access) that the compiler's library does not know yet. */
interface ExactJson {
  rawJSON(text: string): Json
  isRawJSON(value: unknown): boolean
}

const exact = JSON as unknown as ExactJson

/** Parses JSON; undefined where it is none, as a line among others may be. JSON.stringify writes its numbers as they stood. */
export function parseExact(text: string): Json | undefined {
  try {
    return JSON.parse(text, (_name, value: Json, context?: { readonly source?: string }) =>
      typeof value === 'number' ? exact.rawJSON(context!.source!) : value,
    ) as Json
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

/** Whether a value that `parseExact` gave is a number. */
export function isExactNumber(value: Json): boolean {
  return exact.isRawJSON(value)
}
