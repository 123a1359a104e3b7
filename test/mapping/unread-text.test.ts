import { describe, expect, it } from 'vitest'
import { UnreadFields } from '../../scripts/mapping/unread.ts'

describe('UnreadFields in XML', () => {
  it('counts the text of an element that is read as read, whether or not it has attributes', () => {
    const unread = new UnreadFields(['guid'], [])

    unread.look({ guid: { '@isPermaLink': 'false', '#text': '12' } })
    unread.look({ guid: '13' })

    expect([...unread.counts()]).toEqual([['guid.@isPermaLink', 1]])
  })

  it('takes declarations of namespaces for no data', () => {
    const unread = new UnreadFields([], [])

    unread.look({ '@xmlns:m': 'urn:m', title: { '@xmlns': 'urn:t', '@lang': 'fr' } })

    expect([...unread.counts()]).toEqual([['title.@lang', 1]])
  })
})
