import type { Chain, Sections } from '../model/client.ts'
import { decodeEntities, htmlOfText } from './html.ts'
import { compilePath, elementsAt, firstOf, listOf, type RecordFields, type Values } from './values.ts'

/**
 * Makes the reader of a text in parts: the heading of each as `h3`, then its HTML, whose markup arrives as entities where `html` says so. A part
 * without body gives nothing, a heading alone least of all.
 */
export function compileSections({ from, heading, body }: Sections, html: Chain['html']): (fields: RecordFields) => Values {
  const find = (typeof from === 'string' ? [from] : from).map(elementsAt)
  const readBody = compilePath(body)
  const readHeading = heading === undefined ? undefined : compilePath(heading)
  return (fields) => {
    const texts: string[] = []
    for (const part of find.flatMap((elements) => elements(fields))) {
      const text = listOf(readBody(part)).join('\n')
      if (text === '') continue
      const title = firstOf(readHeading?.(part))
      if (title !== undefined) texts.push(`<h3>${htmlOfText(title).replaceAll(/<\/?p>/g, '')}</h3>`)
      texts.push(html === 'escaped' ? decodeEntities(text) : text)
    }
    return texts.length === 0 ? undefined : texts.join('\n')
  }
}

/** The paths that sections read. */
export function sectionPaths({ from, heading, body }: Sections): readonly string[] {
  const inner = heading === undefined ? [body] : [heading, body]
  return (typeof from === 'string' ? [from] : from).flatMap((path) =>
    inner.map((name) => `${path}${name.startsWith('[') ? '' : '.'}${name}`),
  )
}
