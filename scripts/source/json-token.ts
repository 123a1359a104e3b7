const stringStop = /["\\]/g
const scalarStop = /[ \t\n\r,\]}]/g

/** Index after the string, number or word that begins at `at`; -1 where its end has not come. */
export function tokenEnd(text: string, at: number): number {
  return text[at] === '"' ? stringEnd(text, at + 1) : scalarEnd(text, at)
}

function scalarEnd(text: string, at: number): number {
  scalarStop.lastIndex = at
  return scalarStop.exec(text)?.index ?? -1
}

/** Index after the closing quote, or -1. */
function stringEnd(text: string, from: number): number {
  stringStop.lastIndex = from
  for (let found = stringStop.exec(text); found !== null; found = stringStop.exec(text)) {
    if (found[0] === '"') return found.index + 1
    stringStop.lastIndex = found.index + 2
  }
  return -1
}
