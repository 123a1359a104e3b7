import { isPersonalName, redactPersonal, redactText } from './redact.ts'
import { type KeptIds, redactValue } from './redact-json.ts'

// What an XML text consists of, in the order in which it must be looked for.
const token = /<!\[CDATA\[[\s\S]*?\]\]>|<!--[\s\S]*?-->|<\?[\s\S]*?\?>|<!?\/?[^<>"']*(?:(?:"[^"]*"|'[^']*')[^<>"']*)*>|[^<]+/g

const attribute = /([^\s=<>"'/]+)(\s*=\s*)("[^"]*"|'[^']*')/g

/** Redacts a piece of well-formed XML, whole elements or what stands around them; tags, entities and the piece's form stay. */
export function redactXml(xml: string, ids: KeptIds): string {
  const open: string[] = []
  let personalDepth = 0
  return xml.replaceAll(token, (part) => {
    if (part.startsWith('<![CDATA[')) return `<![CDATA[${redactCdata(part.slice(9, -3), personalDepth > 0, ids)}]]>`
    if (part.startsWith('<!--')) return redactText(part)
    if (part.startsWith('<?') || part.startsWith('<!')) return part
    if (part.startsWith('</')) {
      if (isPersonalName(open.pop() ?? '')) personalDepth -= 1
      return part
    }
    if (!part.startsWith('<')) return redactEscaped(part, personalDepth > 0, ids)
    const name = /^<([^\s/>]+)/.exec(part)?.[1] ?? ''
    const isPersonal = personalDepth > 0 || isPersonalName(name)
    if (!part.endsWith('/>')) {
      open.push(name)
      if (isPersonalName(name)) personalDepth += 1
    }
    return redactAttributes(part, isPersonal, ids)
  })
}

function redactAttributes(tag: string, isPersonal: boolean, ids: KeptIds): string {
  return tag.replaceAll(attribute, (_all, name: string, equals: string, value: string) => {
    const isOwn = !name.startsWith('xmlns') && (isPersonal || isPersonalName(name))
    return `${name}${equals}${value[0]}${redactEscaped(value.slice(1, -1), isOwn, ids)}${value[0]}`
  })
}

/** Text with references, of which none may be changed. */
function redactEscaped(text: string, isPersonal: boolean, ids: KeptIds): string {
  if (ids.has(text.trim())) return text
  return isPersonal ? redactPersonal(text) : redactText(text)
}

function redactCdata(text: string, isPersonal: boolean, ids: KeptIds): string {
  // JSON may have written its end otherwise.
  return redactValue(text, isPersonal, ids).replaceAll(']]>', ']]\\u003e')
}
