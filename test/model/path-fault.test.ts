import { describe, expect, it } from 'vitest'
import { pathFault, refusedPath } from '../../scripts/model/path-fault.ts'

/** An error as Node makes it of what the system answers. */
function answered(code: string, path?: string): Error {
  return Object.assign(new Error(`${code}: it says`), { code, syscall: 'open', ...(path !== undefined && { path }) })
}

describe('pathFault', () => {
  it.each([
    [answered('ENOENT', '/x'), 'there is no such file or folder'],
    [answered('EACCES', '/x'), 'you have no permission: ask the owner for it, or name another place'],
    [answered('ECONNREFUSED'), undefined],
    [new TypeError('x is not a function'), undefined],
    ['no error', undefined],
  ])('says of %s: %s', (error, sentence) => {
    expect(pathFault(error)).toBe(sentence)
  })
})

describe('refusedPath', () => {
  it.each([
    ['a place that may not be written', answered('EROFS', '/x'), '/x: nothing can be written there: name another place'],
    // A file of ours that is missing is a bug, and keeps its stack.
    ['a file that is not there', answered('ENOENT', '/x'), undefined],
    ['a port that may not be listened on', answered('EACCES'), undefined],
  ])('tells %s', (_, error, line) => {
    expect(refusedPath(error)).toBe(line)
  })
})
