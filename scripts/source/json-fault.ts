/** A fault of form, or of a size that no record has; `offset` counts characters from 0. */
export class JsonFault extends Error {
  override readonly name = 'JsonFault'
  readonly offset: number
  readonly isTooLarge: boolean

  constructor(offset: number, message: string, isTooLarge: boolean) {
    super(message)
    this.offset = offset
    this.isTooLarge = isTooLarge
  }
}
