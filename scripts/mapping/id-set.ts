// Each part grows by itself and by a quarter, so that the ids never need twice the room that they take up.
const parts = 1024
const growth = 1.25
// Fuller, and looking for a free slot takes long.
const fullest = 0.85

// A slot holds 48 bits; the part tells ten more.
const slotWords = 3
// A part grows by blocks of slots.
const blockSlots = 16
const blockWords = blockSlots * slotWords

// Address space rather than memory, for more ids than any feed has.
const mostBytes = 2 ** 30
const moreBytes = 2 ** 17

/**
 * A set of texts that keeps 58 bits of each: a million ids take 8 to 10 MB instead of 100. Two of a million texts have the same 58 bits once in
 * half a million feeds.
 */
export class IdSet {
  // It grows where it is: memory that is given up while the ids come, or lies between what comes and goes meanwhile, is memory lost.
  readonly #buffer = new ArrayBuffer(moreBytes, { maxByteLength: mostBytes })
  // As long as the buffer, whatever that has grown to.
  readonly #words = new Uint16Array(this.#buffer)
  /** Where the blocks of each part begin. */
  readonly #blocks: readonly number[][] = Array.from({ length: parts }, () => [])
  readonly #sizes = new Uint32Array(parts)
  #takenWords = 0
  /** Room for the slots of one part while it grows. */
  #moving = new Uint16Array(0)

  /** How many texts there are. */
  get size(): number {
    return this.#sizes.reduce((sum, size) => sum + size, 0)
  }

  /** Takes a text; true where it is new. */
  add(text: string): boolean {
    const [high, low] = hash(text)
    const part = high % parts
    if (this.#sizes[part]! >= roomOf(this.#blocks[part]!) * fullest) this.#grow(part)
    return this.#insert(part, high >>> 16, low)
  }

  #insert(part: number, high: number, low: number): boolean {
    const words = this.#words
    const blocks = this.#blocks[part]!
    const room = roomOf(blocks)
    const middle = low >>> 16
    const lowest = low & 0xffff
    for (let slot = low % room; ; slot = slot + 1 === room ? 0 : slot + 1) {
      const at = blocks[Math.trunc(slot / blockSlots)]! + (slot % blockSlots) * slotWords
      const isFree = words[at] === 0 && words[at + 1] === 0
      if (isFree) {
        words[at] = lowest
        words[at + 1] = middle
        words[at + 2] = high
        this.#sizes[part]! += 1
        return true
      }
      if (words[at] === lowest && words[at + 1] === middle && words[at + 2] === high) return false
    }
  }

  #grow(part: number): void {
    const blocks = this.#blocks[part]!
    const length = blocks.length * blockWords
    if (this.#moving.length < length) this.#moving = new Uint16Array(length * growth)
    for (const [index, start] of blocks.entries()) {
      const slots = this.#words.subarray(start, start + blockWords)
      this.#moving.set(slots, index * blockWords)
      slots.fill(0)
    }
    const more = Math.max(1, Math.ceil(blocks.length * (growth - 1)))
    for (let block = 0; block < more; block += 1) blocks.push(this.#takeBlock())
    this.#sizes[part] = 0
    for (let at = 0; at < length; at += slotWords) {
      const low = (this.#moving[at + 1]! << 16) | this.#moving[at]!
      if (low !== 0) this.#insert(part, this.#moving[at + 2]!, low >>> 0)
    }
  }

  /** Returns where a block begins that is empty. */
  #takeBlock(): number {
    const start = this.#takenWords
    this.#takenWords += blockWords
    if (this.#takenWords > this.#words.length) this.#buffer.resize(this.#buffer.byteLength + moreBytes)
    return start
  }
}

function roomOf(blocks: readonly number[]): number {
  return blocks.length * blockSlots
}

/** cyrb53's two halves, each finished as MurmurHash3 is (public domain); the low half is never 0, which marks an empty slot. */
function hash(text: string): readonly [high: number, low: number] {
  let a = 0xdeadbeef
  let b = 0x41c6ce57
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index)
    a = Math.imul(a ^ code, 0x9e3779b1)
    b = Math.imul(b ^ code, 0x5f356495)
  }
  a = Math.imul(a ^ (a >>> 16), 0x85ebca6b) ^ Math.imul(b ^ (b >>> 13), 0xc2b2ae35)
  b = Math.imul(b ^ (b >>> 16), 0x85ebca6b) ^ Math.imul(a ^ (a >>> 13), 0xc2b2ae35)
  return [b >>> 0, a >>> 0 || 1]
}
