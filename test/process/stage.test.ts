import { describe, expect, it } from 'vitest'
import { labelsAt, nextStage, ownerAt, type StageEvent, stageOf, stages } from '../../scripts/process/stage.ts'

describe('nextStage', () => {
  it('leads a request from its beginning to the live page', () => {
    const events: StageEvent[] = ['estimate', 'plan', 'begin', 'askForReview', 'merge', 'show', 'signOff', 'promote', 'deploy', 'install']

    const passed = [stageOf([])]
    for (const event of events) passed.push(nextStage(passed.at(-1)!, event)!)

    expect(passed).toEqual(stages)
  })

  it.each([
    ['requestChanges', 'review', 'development'],
    ['returnToReview', 'development', 'review'],
    ['giveFeedback', 'client-validation', 'development'],
    ['giveFeedback', 'validated', 'development'],
    ['show', 'validated', 'client-validation'],
    ['askForReview', 'live', 'review'],
  ] as const)('takes %s at %s back to %s', (event, from, to) => {
    expect(nextStage(from, event)).toBe(to)
  })

  it.each([
    ['signOff', 'review'],
    ['promote', 'client-validation'],
    ['deploy', 'client-validation'],
    ['install', 'release'],
  ] as const)('ignores %s at %s', (event, from) => {
    expect(nextStage(from, event)).toBeUndefined()
  })
})

describe('stage labels', () => {
  it('replace one another and leave other labels alone', () => {
    const labels = labelsAt('review', ['import request', 'stage: development'])

    expect(labels).toEqual(['import request', 'stage: review'])
    expect(stageOf(labels)).toBe('review')
  })

  it('mean the later stage where people set two', () => {
    expect(stageOf(['stage: validated', 'stage: review'])).toBe('validated')
  })
})

describe('ownerAt', () => {
  it('waits for the account manager while the client looks, and to install', () => {
    expect(stages.filter((stage) => ownerAt(stage) === 'accountManager')).toEqual(['client-validation', 'installation', 'live'])
  })
})
