import { describe, expect, it } from 'vitest'
import { judgeSignOff, type RequestComment, readConversation } from '../../scripts/process/sign-off.ts'
import { aComment, anAnnouncement, aTeam } from './build.ts'

const read = (...comments: RequestComment[]) => readConversation({ comments, team: aTeam(), bot: 'importer[bot]' })
const isValid = (hash: string, ...comments: RequestComment[]) => judgeSignOff(read(...comments), { client: 'acme', hash }).isValid

describe('judgeSignOff', () => {
  it('holds for the content that was shown before it', () => {
    const comments = [anAnnouncement('acme', 'h1'), aComment('am', '/sign-off')]

    expect(isValid('h1', ...comments)).toBe(true)
    expect(isValid('h2', ...comments)).toBe(false)
  })

  it('is for what its author could see, not for what came after', () => {
    const comments = [anAnnouncement('acme', 'h1'), aComment('am', '/sign-off'), anAnnouncement('acme', 'h2')]

    expect(isValid('h2', ...comments)).toBe(false)
    expect(isValid('h2', ...comments, aComment('am', '/sign-off'))).toBe(true)
  })

  it('holds again when the content comes back', () => {
    expect(
      isValid('h1', anAnnouncement('acme', 'h1'), aComment('am', '/sign-off'), anAnnouncement('acme', 'h2'), anAnnouncement('acme', 'h1')),
    ).toBe(true)
  })

  it('ends with feedback and outlives an idea for later', () => {
    const signed = [anAnnouncement('acme', 'h1'), aComment('am', '/sign-off')]

    expect(isValid('h1', ...signed, aComment('am', '/feedback wrong towns'))).toBe(false)
    expect(isValid('h1', ...signed, aComment('am', '/later a map'))).toBe(true)
  })

  it('counts for the client that was shown, not for another', () => {
    const conversation = read(anAnnouncement('acme', 'h1'), aComment('am', '/sign-off'))

    expect(judgeSignOff(conversation, { client: 'borealis', hash: 'h1' })).toEqual({ isValid: false, reason: 'nobody signed it off yet' })
  })

  it.each([
    ['nothing was shown', [aComment('am', '/sign-off')]],
    ['a developer writes it', [anAnnouncement('acme', 'h1'), aComment('ada', '/sign-off')]],
    ['a stranger writes it', [anAnnouncement('acme', 'h1'), aComment('eve', '/sign-off')]],
    ['a bot writes it', [anAnnouncement('acme', 'h1'), aComment('importer[bot]', '/sign-off')]],
    ['a bot is called like the account manager', [anAnnouncement('acme', 'h1'), aComment('am', '/sign-off', { isBot: true })]],
    ['the comment was edited', [anAnnouncement('acme', 'h1'), aComment('am', '/sign-off', { updatedAt: '2026-03-02T11:00:00Z' })]],
    ['the announcement was edited', [anAnnouncement('acme', 'h1', { updatedAt: '2026-03-02T11:00:00Z' }), aComment('am', '/sign-off')]],
    ['a person imitates the announcement', [anAnnouncement('acme', 'h1', { author: 'eve', isBot: false }), aComment('am', '/sign-off')]],
    ['another bot imitates it', [anAnnouncement('acme', 'h1', { author: 'github-actions[bot]' }), aComment('am', '/sign-off')]],
    ['it is quoted', [anAnnouncement('acme', 'h1'), aComment('am', '> /sign-off\nI would not write that')]],
    ['it stands in a sentence', [anAnnouncement('acme', 'h1'), aComment('am', 'please /sign-off')]],
    ['it stands in a code block', [anAnnouncement('acme', 'h1'), aComment('am', '```\n/sign-off\n```')]],
    ['something follows it without a space', [anAnnouncement('acme', 'h1'), aComment('am', '/sign-offs')]],
  ] as const)('does not hold when %s', (_, comments) => {
    expect(isValid('h1', ...comments)).toBe(false)
  })
})

describe('readConversation', () => {
  it('tells what became of each command, and why one has no effect', () => {
    const { heard } = read(
      anAnnouncement('acme', 'h1'),
      aComment('ada', '/sign-off'),
      aComment('am', '/feedback'),
      aComment('am', 'Hello\n/feedback The towns\nare wrong\n/later A map'),
    )

    expect(heard.map(({ author, command, refused }) => ({ author, ...command, refused }))).toEqual([
      { author: 'ada', kind: 'sign-off', refused: 'ada is no accountManager in team.yml on main' },
      { author: 'am', kind: 'feedback', text: '', refused: 'write what it is about: /feedback …' },
      { author: 'am', kind: 'feedback', text: 'The towns\nare wrong', refused: undefined },
      { author: 'am', kind: 'later', text: 'A map', refused: undefined },
    ])
  })
})
