import { Lexer } from 'yaml'
import { describeValue, type Fault, faultOf } from '../model/fault.ts'
import { positionsIn } from './place.ts'

/** A quote, bracket or brace without its counterpart, where it stands. */
export interface Unbalanced {
  readonly offset: number
  readonly fault: Fault
}

const closerOf: Readonly<Record<string, string>> = { '{': '}', '[': ']' }
const openerOf: Readonly<Record<string, string>> = { '}': '{', ']': '[' }

// What yaml's lexer writes between its tokens, without a character of the text: "a scalar follows" and "these lines leave the brackets".
const scalarFollows = '\u001f'
const bracketsEnd = '\u0018'
const marks = ['\u0002', bracketsEnd, scalarFollows]

/**
 * The first quote, bracket or brace of a text that has no counterpart. The parser complains where it loses its way, which may be many lines later
 * and many times; the author has to go where it begins.
 */
export function findUnbalanced(text: string): Unbalanced | undefined {
  const open: { readonly sign: string; readonly offset: number }[] = []
  let swallowing: Unbalanced | undefined
  let offset = 0
  let isScalar = false
  for (const token of new Lexer().lex(text)) {
    if (token === bracketsEnd && open.length > 0) return swallowing ?? unclosed(open.at(-1)!)
    if (marks.includes(token)) isScalar = token === scalarFollows
    else {
      if (isOpenQuote(token) && !isScalar) return unclosed({ sign: token[0]!, offset })
      if (!isScalar && token in closerOf) open.push({ sign: token, offset })
      if (!isScalar && token.startsWith('#') && open.length > 0 && token.includes(closerOf[open.at(-1)!.sign]!))
        swallowing ??= swallowed(open.at(-1)!.sign, token, offset)
      if (!isScalar && token in openerOf) {
        const opened = open.pop()
        if (opened?.sign !== openerOf[token]) return unopened(token, offset, opened && { ...opened, ...positionsIn(text)(opened.offset) })
      }
      isScalar = false
      offset += token.length
    }
  }
  return open.length === 0 ? undefined : (swallowing ?? unclosed(open.at(-1)!))
}

/** Whether a token is a text in quotes whose second quote is missing: doubled or escaped ones are part of the text. */
function isOpenQuote(token: string): boolean {
  if (token.startsWith('"')) return !/^"(?:[^"\\]|\\[\s\S])*"$/.test(token)
  return token.startsWith("'") && !/^'(?:[^']|'')*'$/.test(token)
}

function unclosed({ sign, offset }: { readonly sign: string; readonly offset: number }): Unbalanced {
  const closer = closerOf[sign] ?? sign
  const what = closer === sign ? `a second ${sign} for this ${sign}` : `a ${closer} for this ${sign}`
  return { offset, fault: faultOf(what, 'nothing', `write the missing ${closer}`) }
}

/** A `#` after a blank begins a comment, with all that follows: the colour #0a6, the bracket. */
function swallowed(sign: string, comment: string, offset: number): Unbalanced {
  const fault = faultOf(
    `a ${closerOf[sign]} for the ${sign} before it`,
    `the comment ${describeValue(comment)}`,
    'put a text that begins with # in quotes',
  )
  return { offset, fault }
}

interface Opened {
  readonly sign: string
  readonly line: number
}

function unopened(sign: string, offset: number, opened: Opened | undefined): Unbalanced {
  if (opened === undefined) return { offset, fault: faultOf(`a ${openerOf[sign]} before this ${sign}`, 'nothing', `remove the ${sign}`) }
  const closer = closerOf[opened.sign]!
  const expected = `a ${closer} for the ${opened.sign} in line ${opened.line}`
  return { offset, fault: faultOf(expected, `a ${sign}`, `remove the ${sign}, or write ${closer} instead`) }
}
