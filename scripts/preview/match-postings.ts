import type { PlacedPosting } from '../store/posting-rows.ts'
import type { UnnamedFile } from '../temporary-folder.ts'
import { type Comparison, PostingComparer } from './compare-postings.ts'
import { PostingFile, parsePlaced, textOf } from './posting-file.ts'

/**
 * Finds for each posting of one reading the one with its id in another reading of the same bytes, and compares the two. The postings lie in files.
 * Memory holds the ids of those alone that the same record does not have on the other side: of all of them only where every id changes.
 */
export class PostingMatcher {
  readonly #comparer = new PostingComparer()
  readonly #now: PostingFile
  readonly #before: PostingFile
  /** Where the first posting begins that has not been reached yet. */
  #reached = 0
  /** Where postings begin, by ids, that had no match when they were reached. */
  readonly #loneNow = new Map<string, number>()
  readonly #loneBefore = new Map<string, number>()

  /** Keeps the postings of each reading in these files, which are empty. */
  constructor(now: UnnamedFile, before: UnnamedFile) {
    this.#now = new PostingFile(now)
    this.#before = new PostingFile(before)
  }

  /** Takes the next posting as it is now; all of them before the first `takeBefore`. */
  takeNow(placed: PlacedPosting): void {
    this.#now.add(textOf(placed))
  }

  /** Takes the next posting as it was before. */
  takeBefore(placed: PlacedPosting): void {
    const text = textOf(placed)
    if (this.#isMatched(placed, text)) return
    // Parsed, since an id as it was read may be a slice of the text around it, and would keep all of that in memory.
    this.#loneBefore.set(parsePlaced(text).posting.id, this.#before.add(text))
  }

  /** Goes on to the record of `placed`, and compares where that has the same id now. */
  #isMatched({ position, posting }: PlacedPosting, text: string): boolean {
    for (let entry = this.#now.read(this.#reached); entry !== undefined; entry = this.#now.read(this.#reached)) {
      const now = entry.text === text ? undefined : parsePlaced(entry.text)
      if (now !== undefined && now.position > position) return false
      const begin = this.#reached
      this.#reached = entry.next
      if (now === undefined) this.#comparer.keep()
      else if (now.position === position && now.posting.id === posting.id) this.#comparer.compare(posting, now.posting)
      else {
        this.#loneNow.set(now.posting.id, begin)
        continue
      }
      return true
    }
    return false
  }

  /** Matches by their ids those that are left, once all were taken. */
  finish(): Comparison {
    for (let entry = this.#now.read(this.#reached); entry !== undefined; entry = this.#now.read(this.#reached)) {
      this.#loneNow.set(parsePlaced(entry.text).posting.id, this.#reached)
      this.#reached = entry.next
    }
    for (const [id, begin] of this.#loneBefore) {
      const before = this.#before.posting(begin)
      const now = this.#loneNow.get(id)
      if (now === undefined) this.#comparer.remove(before)
      else this.#comparer.compare(before, this.#now.posting(now))
      this.#loneNow.delete(id)
    }
    for (const begin of this.#loneNow.values()) this.#comparer.add(this.#now.posting(begin))
    return this.#comparer.comparison()
  }
}
