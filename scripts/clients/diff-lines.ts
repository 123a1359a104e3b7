/** One line that was taken out or put in; `line` counts from 1, in the old text for `-` and in the new one for `+`. */
export interface ChangedLine {
  readonly sign: '-' | '+'
  readonly line: number
  readonly text: string
}

// Comparing each line with each takes memory and time by their product: a tenth of a second for as many pairs.
const mostPairs = 4_000_000

/**
 * The lines that differ between two texts, in order, whatever their line ends are: a longest common subsequence is kept. Where thousands of lines on
 * end differ, all between the first and the last of them count as different.
 */
export function diffLines(before: string, after: string): ChangedLine[] {
  const [old, now] = [before.split(/\r?\n/), after.split(/\r?\n/)]
  let head = 0
  while (head < Math.min(old.length, now.length) && old[head] === now[head]) head += 1
  let tail = 0
  while (tail < Math.min(old.length, now.length) - head && old.at(-1 - tail) === now.at(-1 - tail)) tail += 1
  const [oldPart, nowPart] = [old.slice(head, old.length - tail), now.slice(head, now.length - tail)]
  const changed = oldPart.length * nowPart.length > mostPairs ? allOf(oldPart, nowPart) : leastOf(oldPart, nowPart)
  return changed.map(({ line, ...rest }) => ({ ...rest, line: line + head }))
}

function allOf(old: readonly string[], now: readonly string[]): ChangedLine[] {
  const signed = (sign: ChangedLine['sign']) => (text: string, index: number) => ({ sign, line: index + 1, text })
  return [...old.map(signed('-')), ...now.map(signed('+'))]
}

function leastOf(old: readonly string[], now: readonly string[]): ChangedLine[] {
  const lengths = commonLengths(old, now)
  const changed: ChangedLine[] = []
  let [left, right] = [0, 0]
  while (left < old.length || right < now.length) {
    if (left < old.length && right < now.length && old[left] === now[right]) {
      left += 1
      right += 1
    } else if (right >= now.length || (left < old.length && lengths[left + 1]![right]! >= lengths[left]![right + 1]!)) {
      changed.push({ sign: '-', line: left + 1, text: old[left]! })
      left += 1
    } else {
      changed.push({ sign: '+', line: right + 1, text: now[right]! })
      right += 1
    }
  }
  return changed
}

/** How many lines the rests of both texts have in common, from each pair of lines on. */
function commonLengths(old: readonly string[], now: readonly string[]): Uint32Array[] {
  const lengths = Array.from({ length: old.length + 1 }, () => new Uint32Array(now.length + 1))
  for (let left = old.length - 1; left >= 0; left -= 1) {
    for (let right = now.length - 1; right >= 0; right -= 1) {
      lengths[left]![right] =
        old[left] === now[right] ? lengths[left + 1]![right + 1]! + 1 : Math.max(lengths[left + 1]![right]!, lengths[left]![right + 1]!)
    }
  }
  return lengths
}
