/**
 * Data in a comment that people do not see: an HTML comment as the first line of the body. JSON with `<`, `>` and `-` escaped,
 * so that no value can end it.
 */
export function writeMarker(name: string, data: Readonly<Record<string, string | number>>): string {
  const json = JSON.stringify(data).replaceAll(/[<>-]/g, (sign) => `\\u00${sign.charCodeAt(0).toString(16)}`)
  return `<!-- client-imports:${name} ${json} -->`
}

/** The data of a marker of this name, where the body begins with one: a quotation of somebody else's marker does not count. */
export function readMarker(name: string, body: string): Readonly<Record<string, unknown>> | undefined {
  const start = `<!-- client-imports:${name} `
  const end = body.indexOf(' -->')
  if (!body.startsWith(start) || end === -1) return undefined
  try {
    const data: unknown = JSON.parse(body.slice(start.length, end))
    return typeof data === 'object' && data !== null ? (data as Record<string, unknown>) : undefined
  } catch {
    return undefined
  }
}
