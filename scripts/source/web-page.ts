const declaration = /^\uFEFF?\s*<\?xml[^>]*\?>/
const page = /^<(?:!doctype\s+html|html)\b/i

/** Whether a text begins as a web page does: a login, a challenge or an error page that came with status 200. Comments may stand before it. */
export function isWebPage(beginning: string): boolean {
  let rest = beginning.replace(declaration, '').trimStart()
  while (rest.startsWith('<!--')) {
    const end = rest.indexOf('-->', 4)
    if (end < 0) return false
    rest = rest.slice(end + 3).trimStart()
  }
  return page.test(rest)
}
