import { describe, expect, it } from 'vitest'
import { parseCommands } from '../../scripts/process/command.ts'

describe('parseCommands', () => {
  it.each([
    ['after code within a line that begins like a block', '```ok```\n/sign-off', 1],
    ['after a block', '```js\nx\n```\n/sign-off', 1],
    ['after a block that a longer row of signs ends', '~~~ a`b\nx\n~~~~  \n/sign-off', 1],
    ['in a block', '```\n/sign-off\n```', 0],
    ['in a block that has what would begin another', '```\n```js\n/sign-off\n```', 0],
    ['in a block that other signs do not end', '```\n~~~\n/sign-off\n```', 0],
    ['in a block that a shorter row does not end', '````\n```\n/sign-off\n````', 0],
    ['in a block that has no end', '```\n/sign-off', 0],
  ])('finds what stands %s as GitHub shows it', (_, body, count) => {
    expect(parseCommands(body)).toHaveLength(count)
  })
})
