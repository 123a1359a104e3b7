/** The names of a path, from the outermost inwards, or what is wrong with its syntax. */
export type ParsedPath = { readonly ok: true; readonly names: readonly string[] } | { readonly ok: false; readonly message: string }

// A bracketed JSON string, or a run of anything but dots and brackets.
const step = /\["(?:[^"\\]|\\["\\/])*"\]|[^.[\]]+/y

/**
 * Takes a path apart: `address.city`, `@lang`, `tags.0`, and in brackets a name with a dot in it: `["a.b"].c`.
 * Names are trimmed of nothing: a CSV header may end in a space.
 */
export function parsePath(path: string): ParsedPath {
  const names: string[] = []
  let at = 0
  while (at < path.length) {
    step.lastIndex = at
    const found = step.exec(path)?.[0]
    if (found === undefined) return { ok: false, message: `unexpected "${path[at]}" at character ${at + 1} of "${path}"` }
    names.push(found.startsWith('[') ? (JSON.parse(found.slice(1, -1)) as string) : found)
    at += found.length
    if (at === path.length) return { ok: true, names }
    if (path[at] === '.') at += 1
    else if (path[at] !== '[') return { ok: false, message: `expected a dot at character ${at + 1} of "${path}"` }
  }
  return { ok: false, message: path === '' ? 'the path is empty' : `"${path}" ends in a dot` }
}

/** The names of a path that has been checked; throws where it has not. */
export function pathNames(path: string): readonly string[] {
  const parsed = parsePath(path)
  if (!parsed.ok) throw new Error(parsed.message)
  return parsed.names
}
