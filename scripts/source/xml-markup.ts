// What HTML never closes: `</br>` would be a second line break.
const empty: ReadonlySet<string> = new Set([
  'area',
  'base',
  'br',
  'col',
  'embed',
  'hr',
  'img',
  'input',
  'link',
  'meta',
  'source',
  'track',
  'wbr',
])

/**
 * Writes the inside of an element whose children are markup as HTML, prefixes of names left out; an element without children keeps its text as it is.
 */
export class XmlMarkup {
  #html = ''
  #text = ''
  readonly #names: string[] = []
  #hasChildren = false

  /** Whether an element within is open. */
  get isInside(): boolean {
    return this.#names.length > 0
  }

  open(name: string, attributes: Readonly<Record<string, string>>): void {
    const local = name.slice(name.indexOf(':') + 1)
    const written = Object.entries(attributes).filter(([attribute]) => attribute !== 'xmlns' && !attribute.startsWith('xmlns:'))
    this.#hasChildren = true
    this.#names.push(local)
    this.#html += `<${local}${written.map(([attribute, value]) => ` ${attribute}="${escapeText(value)}"`).join('')}>`
  }

  add(text: string): void {
    this.#html += escapeText(text)
    if (!this.#hasChildren) this.#text += text
  }

  close(): void {
    const name = this.#names.pop()!
    if (!empty.has(name)) this.#html += `</${name}>`
  }

  /** The inside as text. */
  finish(): string {
    return this.#hasChildren ? this.#html : this.#text
  }
}

function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}
