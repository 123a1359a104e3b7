import { describe, expect, it } from 'vitest'
import { readDescription } from './api/description.ts'
import { handlers } from './api/handlers.ts'
import { matchesPatterns } from './rules/pattern.ts'
import { appOperations, isGranted, isGrantedToRole, needByOperation } from './rules/permissions.ts'
import { parseCommand, parsePairs } from './runner/command.ts'
import { evaluate, interpolate, isTrue } from './runner/expression.ts'
import { grantPermissions } from './runner/permissions.ts'
import { type EventFacts, isTriggered } from './runner/trigger.ts'
import type { Workflow } from './runner/workflow.ts'
import { readZip, writeZip } from './runner/zip.ts'

const status = { success: true, failure: false, cancelled: false }

describe('matchesPatterns', () => {
  it.each([
    ['main', ['main'], true],
    ['release/1/2', ['release/*'], false],
    ['release/1/2', ['release/**'], true],
    ['v1.2', ['v*'], true],
    ['v1x2', ['v1.2'], false],
    ['clients/acme.yaml', ['**/*.yaml'], true],
    ['acme.yaml', ['**/*.yaml'], true],
    ['docs/a', ['**', '!docs/**'], false],
    ['docs/a', ['**', '!docs/**', 'docs/a'], true],
  ])('takes %s by %j: %s', (name, patterns, expected) => {
    expect(matchesPatterns(name, patterns)).toBe(expected)
  })
})

describe('isTriggered', () => {
  const facts: EventFacts = {
    name: 'push',
    action: '',
    branch: 'main',
    tag: undefined,
    changedFiles: ['clients/a.yaml'],
    workflow: undefined,
    cron: undefined,
  }
  const by = (on: Workflow['on'], change: Partial<EventFacts> = {}) =>
    isTriggered({ path: 'a.yml', name: 'a', on, jobs: {} }, { ...facts, ...change })

  it.each([
    ['a branch that is named', by({ push: { branches: ['main'] } }), true],
    ['another branch', by({ push: { branches: ['staging'] } }), false],
    ['a branch where only tags are named', by({ push: { tags: ['v*'] } }), false],
    ['a tag where only branches are named', by({ push: { branches: ['**'] } }, { branch: undefined, tag: 'v1' }), false],
    ['a path that is named', by({ push: { paths: ['clients/**'] } }), true],
    ['only ignored paths', by({ push: { 'paths-ignore': ['clients/**'] } }), false],
    ['a type of pull request that is not among the usual', by({ pull_request: null }, { name: 'pull_request', action: 'labeled' }), false],
    ['any type where no usual ones exist', by({ issue_comment: null }, { name: 'issue_comment', action: 'edited' }), true],
    [
      'the end of a workflow that is named',
      by({ workflow_run: { workflows: ['check'] } }, { name: 'workflow_run', action: 'completed', workflow: 'check' }),
      true,
    ],
    [
      'the end of another',
      by({ workflow_run: { workflows: ['check'] } }, { name: 'workflow_run', action: 'completed', workflow: 'other' }),
      false,
    ],
  ])('judges %s', (_, actual, expected) => {
    expect(actual).toBe(expected)
  })
})

describe('expressions', () => {
  const contexts = { github: { event: { labels: [{ name: 'a' }], number: 5 } }, env: { A: 'x' }, steps: {} }

  it('keep their type alone, and become text within text', () => {
    expect(interpolate(`\${{ github.event.number }}`, contexts, status)).toBe(5)
    expect(interpolate(`n \${{ github.event.number }} \${{ '}}' }}`, contexts, status)).toBe('n 5 }}')
    expect(evaluate("contains(github.event.labels.*.name, 'a')", contexts, status)).toBe(true)
    expect(evaluate("steps.none.outputs.x == ''", contexts, status)).toBe(true)
  })

  it('refuse a context that is not there', () => {
    expect(() => evaluate('secrets.X', contexts, status)).toThrow('secrets')
  })

  it.each([
    [undefined, true, false],
    ["env.A == 'x'", true, false],
    ['always()', true, true],
    [`\${{ failure() && env.A == 'x' }}`, false, true],
    [`\${{ false }}\n`, false, false],
    [`\${{ false }} `, false, false],
    [`not \${{ false }}`, true, false],
  ])('as a condition %j hold after success %s, after failure %s', (condition, afterSuccess, afterFailure) => {
    expect(isTrue(condition, contexts, status)).toBe(afterSuccess)
    expect(isTrue(condition, contexts, { success: false, failure: true, cancelled: false })).toBe(afterFailure)
  })
})

describe('workflow commands', () => {
  it('are read with their properties, unescaped', () => {
    expect(parseCommand('::error file=a.ts,line=3,title=a%3Ab::bad%0Athing')).toEqual({
      name: 'error',
      properties: { file: 'a.ts', line: '3', title: 'a:b' },
      message: 'bad\nthing',
    })
    expect(parseCommand('no :: command ::')).toBeUndefined()
  })

  it('in files are pairs and blocks, and nothing else', () => {
    expect(parsePairs('a=1=2\nb<<END\nx\ny=z\nEND\n')).toEqual({ a: '1=2', b: 'x\ny=z' })
    expect(() => parsePairs('a<<END\nx\n')).toThrow('delimiter not found')
    expect(() => parsePairs('nothing')).toThrow("Invalid format 'nothing'")
  })
})

describe('permissions', () => {
  it('of a job replace those of the workflow as a whole', () => {
    expect(grantPermissions({ contents: 'read', issues: 'write' }, { 'pull-requests': 'write' })).toEqual({
      pull_requests: 'write',
      metadata: 'read',
    })
    expect(grantPermissions({ contents: 'read' }, undefined)).toEqual({ contents: 'read', metadata: 'read' })
    expect(grantPermissions('read-all', {})).toEqual({ metadata: 'read' })
  })

  it('are enough where any one of the needed is held, at its level or above', () => {
    expect(isGranted('issues/create-comment', { pull_requests: 'write' })).toBe(true)
    expect(isGranted('issues/create-comment', { issues: 'read' })).toBe(false)
    expect(isGranted('pulls/get', { pull_requests: 'write' })).toBe(true)
    expect(isGranted('unheard/of', { contents: 'write' })).toBe(false)
    expect(isGrantedToRole('pulls/merge', 'read')).toBe(false)
  })
})

describe('the modelled operations', () => {
  it("are in GitHub's description, and each says what it needs of a token", async () => {
    const description = await readDescription()
    const known = new Set(description.operations.map(({ id }) => id))

    expect(Object.keys(handlers).filter((id) => !known.has(id))).toEqual([])
    expect([...Object.keys(needByOperation), ...appOperations].toSorted()).toEqual(Object.keys(handlers).toSorted())
  })
})

describe('writeZip', () => {
  it('is read back as it was', () => {
    const entries = [
      { path: 'a/ä.txt', bytes: Buffer.from('hello') },
      { path: 'empty', bytes: Buffer.alloc(0) },
    ]

    expect(readZip(writeZip(entries))).toEqual(entries)
  })
})
