import { styleText } from 'node:util'

// Node decides by what standard output is: colours on a terminal only, as NO_COLOR and FORCE_COLOR say otherwise, and not because a CI is there.

/** Bold on a terminal, as it is elsewhere. */
export function bold(text: string): string {
  return styleText('bold', text)
}

/** Faint on a terminal, as it is elsewhere. */
export function dim(text: string): string {
  return styleText('dim', text)
}

/** Red on a terminal, as it is elsewhere. */
export function red(text: string): string {
  return styleText('red', text)
}

/** Green on a terminal, as it is elsewhere. */
export function green(text: string): string {
  return styleText('green', text)
}

/** Yellow on a terminal, as it is elsewhere. */
export function yellow(text: string): string {
  return styleText('yellow', text)
}

/** Underlined on a terminal, as it is elsewhere. */
export function underline(text: string): string {
  return styleText('underline', text)
}
