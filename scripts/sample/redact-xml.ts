import { isPersonalName, redactPersonal, redactText } from './redact.ts'
import { redactValue } from './redact-json.ts'

// What an XML text consists of, in the order in which it must be looked for.
const token = /<!\[CDATA\[[\s\S]*?\]\]>|<!--[\s\S]*?-->|<\?[\s\S]*?\?>|<!?\/?[^<>"']*(?:(?:"[^"]*"|'[^']*')[^<>"']*)*>|[^<]+/g

const attribute = /([^\s=<>"'/]+)(\s*=\s*)("[^"]*"|'[^']*')/g

/** Redacts a piece of well-formed XML, whole elements or what stands around them; tags, entities and the piece's form stay. */
export function redactXml(xml: string): string {
  const open: string[] = []
  let personalDepth = 0
  return xml.replaceAll(token, (part) => {
    if (part.startsWith('<![CDATA[')) return `<![CDATA[${redactCdata(part.slice(9, -3), personalDepth > 0)}]]>`
    if (part.startsWith('<!--')) return redactText(part)
    if (part.startsWith('<?') || part.startsWith('<!')) return part
    if (part.startsWith('</')) {
      if (isPersonalName(open.pop() ?? '')) personalDepth -= 1
      return part
    }
    if (!part.startsWith('<')) return redactEscaped(part, personalDepth > 0)
    const name = /^<([^\s/>]+)/.exec(part)?.[1] ?? ''
    const isPersonal = personalDepth > 0 || isPersonalName(name)
    if (!part.endsWith('/>')) {
      open.push(name)
      if (isPersonalName(name)) personalDepth += 1
    }
    return redactAttributes(part, isPersonal)
  })
}

function redactAttributes(tag: string, isPersonal: boolean): string {
  return tag.replaceAll(attribute, (_all, name: string, equals: string, value: string) => {
    const isOwn = !name.startsWith('xmlns') && (isPersonal || isPersonalName(name))
    return `${name}${equals}${value[0]}${redactEscaped(value.slice(1, -1), isOwn)}${value[0]}`
  })
}

/** Text with references, of which none may be changed. */
function redactEscaped(text: string, isPersonal: boolean): string {
  return isPersonal ? redactPersonal(text) : redactText(text)
}

function redactCdata(text: string, isPersonal: boolean): string {
  // JSON may have written its end otherwise.
  return redactValue(text, isPersonal).replaceAll(']]>', ']]\\u003e')
}
