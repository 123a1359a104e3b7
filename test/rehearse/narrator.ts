import { bold, dim, green, red } from '../../scripts/terminal/colours.ts'

/** A step that did not go as the story tells it. */
export class NotAsTold extends Error {
  override readonly name = 'NotAsTold'
  readonly step: string

  constructor(step: string, cause: unknown) {
    super(`${step}: ${(cause as Error).message}`, { cause })
    this.step = step
  }
}

// The longest takes half a minute: what takes this long will never end.
const longestStepMs = 300_000

async function beforeDeadline<T>(playing: Promise<T>): Promise<T> {
  const { promise: late, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(() => reject(new Error(`did not end within ${longestStepMs / 1000} s`)), longestStepMs)
  return Promise.race([playing, late]).finally(() => clearTimeout(timer))
}

/** A line of a comment as GitHub shows it: no item's dash, no stars, no signs of code. Only what our comments use. */
export function withoutMarkdown(line: string): string {
  return line
    .replace(/^- /, '')
    .replaceAll(/\*\*(.+?)\*\*/g, '$1')
    .replaceAll(/(`+)( ?)(.+?)\2\1(?!`)/g, '$3')
}

/** Tells the story as it happens: numbered steps with their seconds, and what was seen in each. */
export class Narrator {
  readonly #say: (line: string) => void
  readonly #ticks: () => number
  #count = 0

  constructor(say: (line: string) => void, ticks: () => number) {
    this.#say = say
    this.#ticks = ticks
  }

  chapter(title: string): void {
    this.#say(`\n${bold(title)}`)
  }

  /** Plays one step; what it returns are the sentences that say what was seen. Throws NotAsTold where it fails. */
  async step(title: string, play: () => Promise<readonly string[]>): Promise<void> {
    this.#count += 1
    const begun = this.#ticks()
    try {
      const seen = await beforeDeadline(play())
      const seconds = ((this.#ticks() - begun) / 1000).toFixed(1)
      this.#say(`${green('✓')} ${String(this.#count).padStart(2)} ${title} ${dim(`${seconds} s`)}`)
      for (const sentence of seen) this.#say(`     ${dim(withoutMarkdown(sentence))}`)
    } catch (error) {
      this.#say(`${red('✗')} ${String(this.#count).padStart(2)} ${title}`)
      throw new NotAsTold(`step ${this.#count}, ${title}`, error)
    }
  }
}
