import { isClosed } from '../../scripts/model/last-day.ts'
import type { PostingFilter, ShownClient, ShownPosting } from '../../scripts/model/showing.ts'
import type { PageReader } from '../../scripts/page/reader.ts'
import { noon } from '../support/build.ts'

/** A reader over clients and postings in memory, at noon (support/build.ts), which notes the filters it was asked for. */
export function memoryReader(
  clients: readonly ShownClient[],
  stored: readonly Omit<ShownPosting, 'isClosed'>[],
): PageReader & { readonly asked: PostingFilter[] } {
  const asked: PostingFilter[] = []
  const shown = stored.map((one) => ({ ...one, isClosed: !one.isRemoved && isClosed(one.posting, noon) }))
  const liveOf = ({ feeds }: ShownClient) => shown.filter(({ feed, isRemoved }) => feeds.includes(feed) && !isRemoved)
  const openOf = (client: ShownClient) => liveOf(client).filter((one) => !one.isClosed)
  return {
    asked,
    client: async (slug) => clients.find(({ page }) => page.slug === slug),
    clients: async () => clients,
    postings: async (client, filter, { limit, offset }) => {
      asked.push(filter)
      const found = openOf(client).filter(({ posting }) => filter.text === undefined || posting.title.includes(filter.text))
      return { total: found.length, postings: found.slice(offset, offset + limit) }
    },
    choices: async (client) => ({
      closed: liveOf(client).length - openOf(client).length,
      places: [...new Set(openOf(client).flatMap(({ posting }) => posting.location?.[0]?.city ?? []))].map((value) => ({
        value,
        count: 1,
      })),
      departments: [],
      contracts: [],
    }),
    posting: async (client, name, id) => shown.find(({ feed, posting }) => feed === `${client.id}/${name}` && posting.id === id),
    addresses: async (client, { limit, offset }) =>
      liveOf(client)
        .slice(offset, offset + limit)
        .filter((one) => !one.isClosed)
        .map(({ feed, posting, changedAt }) => ({ feed, id: posting.id, changedAt })),
    live: async () => ({ environment: 'production', release: 'r1', since: new Date('2026-03-02T08:00:00Z') }),
  }
}
