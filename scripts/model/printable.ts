/** Text from outside without what would steer a terminal: control characters but the tab, and marks that turn its direction. */
export function printable(text: string): string {
  return text.replaceAll(/(?!\t)[\p{Cc}\p{Bidi_Control}]/gu, '\ufffd')
}

/** The same on one line: a line that a text begins by itself could be taken for another's word, by people and by GitHub (`::error::`). */
export function printableLine(text: string): string {
  return printable(text.replaceAll(/\s+/g, ' ')).trim()
}

/** The code point of a character that may not be seen, as Unicode writes it: U+00A0. */
export function codePoint(character: string): string {
  return `U+${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}`
}
