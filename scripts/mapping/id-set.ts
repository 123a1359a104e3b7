// Each part grows by itself and by a quarter, so that the ids never need twice the room that they take up.
const parts = 64
const growth = 1.25
// Fuller, and looking for a free slot takes long.
const fullest = 0.8

// A part grows by blocks of slots, which are cut from slabs: memory that is given up while the ids come would lie about until it is collected.
const blockSlots = 32
const slabBlocks = 256

/**
 * A set of texts that keeps 64 bits of each: a million ids take 10 to 13 MB instead of 100. Two of a million texts have the same 64 bits once in
 * 37 million feeds.
 */
export class IdSet {
  readonly #slabs: Uint32Array[] = []
  /** The blocks of each part. */
  readonly #blocks: readonly number[][]
  readonly #sizes = new Uint32Array(parts)
  #takenBlocks = 0
  /** The ids of a part that grows. */
  #moving = new Uint32Array(0)

  constructor() {
    this.#blocks = Array.from({ length: parts }, () => [this.#takeBlock()])
  }

  get size(): number {
    return this.#sizes.reduce((sum, size) => sum + size, 0)
  }

  /** Whether the text was new. */
  add(text: string): boolean {
    const [high, low] = hash(text)
    const part = high % parts
    if (this.#sizes[part]! >= this.#blocks[part]!.length * blockSlots * fullest) this.#grow(part)
    return this.#insert(part, high, low)
  }

  #insert(part: number, high: number, low: number): boolean {
    const blocks = this.#blocks[part]!
    const room = blocks.length * blockSlots
    for (let slot = low % room; ; slot = slot + 1 === room ? 0 : slot + 1) {
      const block = blocks[Math.trunc(slot / blockSlots)]!
      const slab = this.#slabs[Math.trunc(block / slabBlocks)]!
      const at = 2 * ((block % slabBlocks) * blockSlots + (slot % blockSlots))
      const heldLow = slab[at]!
      if (heldLow === 0) {
        slab[at] = low
        slab[at + 1] = high
        this.#sizes[part]! += 1
        return true
      }
      if (heldLow === low && slab[at + 1] === high) return false
    }
  }

  #grow(part: number): void {
    const blocks = this.#blocks[part]!
    const length = blocks.length * blockSlots * 2
    if (this.#moving.length < length) this.#moving = new Uint32Array(length * growth)
    for (const [index, block] of blocks.entries()) {
      const slots = this.#slotsOf(block)
      this.#moving.set(slots, index * slots.length)
      slots.fill(0)
    }
    for (let more = Math.ceil(blocks.length * (growth - 1)); more > 0; more -= 1) blocks.push(this.#takeBlock())
    this.#sizes[part] = 0
    for (let at = 0; at < length; at += 2) if (this.#moving[at] !== 0) this.#insert(part, this.#moving[at + 1]!, this.#moving[at]!)
  }

  #slotsOf(block: number): Uint32Array {
    const start = (block % slabBlocks) * blockSlots * 2
    return this.#slabs[Math.trunc(block / slabBlocks)]!.subarray(start, start + blockSlots * 2)
  }

  /** Returns the number of a block that is empty. */
  #takeBlock(): number {
    if (this.#takenBlocks === this.#slabs.length * slabBlocks) this.#slabs.push(new Uint32Array(slabBlocks * blockSlots * 2))
    this.#takenBlocks += 1
    return this.#takenBlocks - 1
  }
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
