/** What a transport gave: nothing new, or bytes. */
export type Answer = { readonly kind: 'notModified' } | Content

/** Bytes as they were sent, and what was said about them. */
export interface Content {
  readonly kind: 'content'
  /** May be read once. */
  readonly body: AsyncIterable<Uint8Array>
  /** Content-Encoding (RFC 9110); empty where there is none. */
  readonly contentEncoding: string
  /** The charset of Content-Type. */
  readonly charset?: string
  /** Length on the wire, where it was said. */
  readonly totalBytes?: number
  /** The end of the connection alone ends the bytes on the wire, as it does where the connection breaks (RFC 9112, section 6.3). */
  readonly isOpenEnded?: true
  readonly etag?: string
  readonly lastModified?: string
  /** Lets the connection or file go, where the body is not gone through to its end. */
  readonly close?: () => Promise<void>
}
