/** A text of at most `longest` UTF-16 code units, whose last says that there was more. No character is cut in half. */
export function shortened(text: string, longest: number): string {
  return text.length > longest ? `${text.slice(0, longest - 1).replace(/[\ud800-\udbff]$/, '')}…` : text
}
