// Byte order mark, blanks, an XML declaration and comments may stand before it.
const start = /^\uFEFF?\s*(?:<\?xml[^>]*\?>\s*)?(?:<!--[\s\S]*?-->\s*)*<(?:!doctype\s+html|html)\b/i

/** Whether a text begins as a web page does: a login, a challenge or an error page that came with status 200. */
export function isWebPage(beginning: string): boolean {
  return start.test(beginning.slice(0, 4096))
}
