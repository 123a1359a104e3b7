import { type Alias, type Document, isAlias, isMap, isPair, isScalar, isSeq, type Node, type Pair, type Scalar } from 'yaml'
import { type Fault, faultOf } from '../model/fault.ts'
import { codePoint } from '../model/printable.ts'

/** Something wrong with the form of a YAML document, at a character of its text. */
export interface TreeFault extends Fault {
  readonly offset: number
  readonly path: readonly (string | number)[]
  readonly rule: string
}

// Real client files have 12 levels. Programs that walk a value by recursion need a limit, and one far below where their stack ends.
const deepestLevel = 60

/** As many problems of one kind are told of one file: no author reads more, and a broken file of the largest size has tens of thousands. */
export const mostProblems = 200

interface Step {
  readonly node: unknown
  readonly depth: number
  readonly name: string | number
  readonly parent: Step | undefined
}

/**
 * Goes through a document once, without recursion: nesting that no file needs, aliases within what they stand for, keys that occur twice, that are no
 * text, or that YAML 1.1 would merge, and characters that are none. `yaml` can find equal keys itself, but in quadratic time: a megabyte of keys
 * takes it a minute.
 */
export function checkTree(document: Document): readonly TreeFault[] {
  const faults: TreeFault[] = []
  const open: Step[] = [{ node: document.contents, depth: 0, name: '', parent: undefined }]
  for (let step = open.pop(); step !== undefined; step = open.pop()) {
    const { node, depth } = step
    if (isAlias(node) && isWithinItsAnchor(node, step)) faults.push(endless(node, step))
    if (isScalar(node) && mayHoldEscapes(node)) faults.push(...checkText(node, step, comparedWithSource.includes(keyOf(step))))
    if (!isMap(node) && !isSeq(node)) continue
    if (depth > deepestLevel) {
      // One such file may have thousands: the first says it.
      return [...faults, tooDeep(startOf(node), pathTo(step))]
    }
    if (isMap(node)) faults.push(...checkKeys(node.items, step))
    for (const [index, item] of node.items.entries()) {
      const name = isPair(item) ? keyText(item) : index
      open.push({ node: isPair(item) ? item.value : item, depth: depth + 1, name, parent: step })
    }
  }
  return faults.sort((a, b) => a.offset - b.offset).slice(0, mostProblems)
}

/** The fault of nesting below what is allowed. */
export function tooDeep(offset: number, path: TreeFault['path']): TreeFault {
  const fix = 'a client file needs about ten: remove the brackets or the indentation'
  return { offset, path: path.slice(0, 4), rule: 'depth', ...faultOf(`at most ${deepestLevel} levels, one inside the other`, 'more', fix) }
}

/** By name: an anchor within another of the same name is a slip, too, and looking up what each alias means takes quadratic time. */
function isWithinItsAnchor({ source }: Alias, step: Step): boolean {
  for (let at = step.parent; at !== undefined; at = at.parent) if ((at.node as Node).anchor === source) return true
  return false
}

function endless(node: Alias, step: Step): TreeFault {
  const fault = faultOf(`an alias outside of what &${node.source} names`, `*${node.source} within it`, 'write the value out')
  return { offset: startOf(node), path: pathTo(step), rule: 'aliases', ...fault }
}

// What is no text (Unicode 16, 23.1 and 3.9) and can stand in a file as an escape only: PostgreSQL and HTML refuse some, terminals obey others.
const noText = /(?![\t\n\r\x85])[\p{Cc}\p{Surrogate}\ufffe\uffff]/u

// These name what a feed holds, which may be anything but half a character: fields parted by U+001F, or a U+000B to be replaced.
const comparedWithSource = ['delimiter', 'quote', 'header', 'find', 'split', 'is', 'isNot', 'ignore']

function mayHoldEscapes({ type }: Scalar): boolean {
  return type === 'QUOTE_DOUBLE'
}

function checkText(node: Scalar, step: Step, isCompared: boolean): TreeFault[] {
  const [found] = noText.exec(String(node.value)) ?? []
  if (found === undefined || (isCompared && !/\p{Surrogate}/u.test(String(node.value)))) return []
  const fault = faultOf(
    'text alone',
    `the ${/\p{Surrogate}/u.test(found) ? 'half character' : 'control character'} ${codePoint(found)}`,
    'remove it',
  )
  return [{ offset: startOf(node), path: pathTo(step), rule: 'characters', ...fault }]
}

/** The key that a value stands under, be it in a list. */
function keyOf(step: Step): string {
  return typeof step.name === 'string' || step.parent === undefined ? String(step.name) : keyOf(step.parent)
}

const keyFaults = {
  keys: ({ key }) =>
    faultOf(
      'a word as key',
      isSeq(key) ? 'a list' : isMap(key) ? 'an object' : 'an alias',
      'write the key as a word, in quotes where it begins with * & [ or {',
    ),
  mergeKeys: () => ({
    found: '"<<"',
    expected: 'the properties themselves',
    message: 'unknown property "<<": YAML 1.2 has no merge keys',
    fix: 'write the properties out',
  }),
  uniqueKeys: (pair) => ({
    found: `"${keyText(pair)}" a second time`,
    expected: 'each key once',
    message: `keys must be unique: "${keyText(pair)}" stands here a second time`,
    fix: 'remove one of the two',
  }),
} as const satisfies Record<string, (pair: Pair) => Fault>

function checkKeys(pairs: readonly Pair[], step: Step): TreeFault[] {
  const faults: TreeFault[] = []
  const seen = new Set<string>()
  for (const pair of pairs) {
    const { key } = pair
    const name = keyText(pair)
    if (isScalar(key) && mayHoldEscapes(key))
      faults.push(...checkText(key, { node: key, depth: 0, name, parent: step }, step.name === 'map'))
    const rule = !isScalar(key) ? 'keys' : name === '<<' && key.type === 'PLAIN' ? 'mergeKeys' : seen.has(name) ? 'uniqueKeys' : undefined
    if (rule !== undefined) faults.push({ offset: startOf(key), path: [...pathTo(step), name], rule, ...keyFaults[rule](pair) })
    seen.add(name)
  }
  return faults
}

function keyText({ key }: Pair): string {
  return isScalar(key) ? String(key.value) : '?'
}

function pathTo(step: Step): (string | number)[] {
  const path: (string | number)[] = []
  for (let at: Step = step; at.parent !== undefined; at = at.parent) path.unshift(at.name)
  return path
}

function startOf(node: unknown): number {
  return (node as Node | null | undefined)?.range?.[0] ?? 0
}
