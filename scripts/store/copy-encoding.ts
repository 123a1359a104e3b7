/** What opens a COPY in binary format (PostgreSQL manual, COPY, "Binary Format"): signature, no flags, no header extension. */
export const copyHeader = Buffer.from('PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0', 'latin1')

/** What ends a COPY in binary format: a field count of -1. */
export const copyTrailer = Buffer.from([0xff, 0xff])

// UTF-8 needs at most three bytes for one UTF-16 code unit.
const bytesPerCodeUnit = 3

/** Writes tuples of a binary COPY, field by field, into bytes that grow. Binary, since text would need every backslash of JSON doubled. */
export class CopyWriter {
  #bytes: Buffer
  #end = 0

  /** `room` in bytes, to begin with. */
  constructor(room: number) {
    this.#bytes = Buffer.allocUnsafeSlow(room)
  }

  /** How many bytes were written. */
  get end(): number {
    return this.#end
  }

  /** Begins again, in the same memory. */
  clear(): void {
    this.#end = 0
  }

  /** Begins a tuple of so many fields. */
  tuple(fields: number): void {
    this.#ensure(2)
    this.#end = this.#bytes.writeInt16BE(fields, this.#end)
  }

  /** So many fields that are null. */
  nulls(count: number): void {
    this.#ensure(4 * count)
    for (let field = 0; field < count; field += 1) this.#end = this.#bytes.writeInt32BE(-1, this.#end)
  }

  smallInteger(value: number): void {
    this.#ensure(6)
    this.#end = this.#bytes.writeInt16BE(value, this.#bytes.writeInt32BE(2, this.#end))
  }

  integer(value: number): void {
    this.#ensure(8)
    this.#end = this.#bytes.writeInt32BE(value, this.#bytes.writeInt32BE(4, this.#end))
  }

  bigInteger(value: bigint): void {
    this.#ensure(12)
    this.#end = this.#bytes.writeBigInt64BE(value, this.#bytes.writeInt32BE(8, this.#end))
  }

  text(text: string): void {
    this.#ensure(4 + text.length * bytesPerCodeUnit)
    this.#close(this.#bytes.write(text, this.#end + 4))
  }

  /** As bytea; returns where the bytes begin, so that they can be filled in later. */
  binary(bytes: Uint8Array): number {
    this.#ensure(4 + bytes.length)
    this.#bytes.set(bytes, this.#end + 4)
    return this.#close(bytes.length)
  }

  /** The bytes that hexadecimal digits tell: a uuid has 32. */
  hex(digits: string): void {
    this.#ensure(4 + digits.length / 2)
    this.#close(this.#bytes.write(digits, this.#end + 4, 'hex'))
  }

  /** As jsonb, whose binary form is its version, 1, and the text; returns where the text begins. */
  json(json: string): number {
    this.#ensure(5 + json.length * bytesPerCodeUnit)
    this.#bytes[this.#end + 4] = 1
    return this.#close(1 + this.#bytes.write(json, this.#end + 5)) + 1
  }

  /** What was written from one place to another; whoever writes on may move it elsewhere. */
  slice(start: number, end: number): Buffer {
    return this.#bytes.subarray(start, end)
  }

  #close(length: number): number {
    const start = this.#bytes.writeInt32BE(length, this.#end)
    this.#end = start + length
    return start
  }

  #ensure(room: number): void {
    if (this.#end + room <= this.#bytes.length) return
    const larger = Buffer.allocUnsafeSlow(2 * (this.#end + room))
    this.#bytes.copy(larger, 0, 0, this.#end)
    this.#bytes = larger
  }
}
