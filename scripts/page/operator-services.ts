import { html } from 'hono/html'
import type { ServiceOverview } from '../model/showing.ts'
import type { Html } from './layout.ts'
import { since, time } from './operator-times.ts'

/**
 * The services without those that were killed and replaced: one is silent, and another of its kind has begun since it was last heard of. Each takes
 * the place of one, so that of three that were killed two are still missed where one was started.
 */
export function withoutReplaced(services: readonly ServiceOverview[]): readonly ServiceOverview[] {
  const missing = new Set(services.filter(({ isSilent }) => isSilent).sort((one, other) => one.seenAt.getTime() - other.seenAt.getTime()))
  for (const { kind, startedAt } of services.toSorted((one, other) => one.startedAt.getTime() - other.startedAt.getTime())) {
    const replaced = [...missing].find((service) => service.kind === kind && service.seenAt < startedAt)
    if (replaced !== undefined) missing.delete(replaced)
  }
  return services.filter((service) => !service.isSilent || missing.has(service))
}

/** The services that were heard of lately, and those that are missed. */
export function renderServices(services: readonly ServiceOverview[], now: Date): Html {
  return services.length === 0 ? html`<p>None was heard of in the last day.</p>` : serviceTable(withoutReplaced(services), now)
}

function serviceTable(services: readonly ServiceOverview[], now: Date): Html {
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Services"><table>
<thead><tr><th>Service</th><th>Release</th><th>Address</th><th>Started</th><th>Heard of</th></tr></thead>
<tbody>${services.map(
    ({
      kind,
      release,
      address,
      startedAt,
      seenAt,
      isSilent,
    }) => html`<tr><th scope="row">${kind}</th><td data-label="Release">${release}</td><td data-label="Address">${address}</td>
<td data-label="Started">${time(startedAt)}</td><td data-label="Heard of">${isSilent ? html`<strong class="bad">silent</strong> ` : ''}${since(seenAt, now)}</td></tr>`,
  )}</tbody></table></div>`
}
