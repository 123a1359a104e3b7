import { describe, expect, it } from 'vitest'
import { settleVariables } from '../../scripts/clients/settle-variables.ts'

describe('settleVariables', () => {
  it('keeps every variable, and asks for none of them again', () => {
    let questions = 0
    const get = (target: NodeJS.ProcessEnv, name: string) => {
      questions += 1
      return target[name]
    }
    const program = { env: new Proxy<NodeJS.ProcessEnv>({ HOME: '/home/dora', NO_COLOR: '' }, { get }) }

    settleVariables(program)
    const missing = program.env.LOG_TOKENS

    expect(missing).toBeUndefined()
    expect(program.env).toEqual({ HOME: '/home/dora', NO_COLOR: '' })
    expect(questions).toBe(2)
  })
})
