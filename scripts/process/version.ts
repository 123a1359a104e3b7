/** The name of the next release: `v2026.11.23`, and `v2026.11.23.2` for the second of a day. `today` is ISO 8601 (YYYY-MM-DD). */
export function nextVersion(tags: readonly string[], today: string): string {
  const base = `v${today.replaceAll('-', '.')}`
  const taken = new Set(tags)
  if (!taken.has(base)) return base
  let count = 2
  while (taken.has(`${base}.${count}`)) count += 1
  return `${base}.${count}`
}
