/** One line that was taken out or put in; `line` counts from 1, in the old text for `-` and in the new one for `+`. */
export interface ChangedLine {
  readonly sign: '-' | '+'
  readonly line: number
  readonly text: string
}

/** The lines that differ between two texts, in order: a longest common subsequence is kept. Made for files of hundreds of lines. */
export function diffLines(before: string, after: string): ChangedLine[] {
  const [old, now] = [before.split('\n'), after.split('\n')]
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
