import { html } from 'hono/html'
import type { Html } from './layout.ts'

/** A time in UTC, to the minute; nothing where there is none. */
export function time(at: Date | undefined): Html {
  return at === undefined
    ? html``
    : html`<time datetime="${at.toISOString()}">${at.toISOString().slice(0, 16).replace('T', ' ')} UTC</time>`
}

/** How long ago a time was, in seconds, minutes or hours; the time itself beyond three days. */
export function since(at: Date | undefined, now: Date): Html {
  if (at === undefined) return html``
  const seconds = Math.max(0, Math.round((now.getTime() - at.getTime()) / 1000))
  const [amount, unit] =
    seconds < 90 ? [seconds, 's'] : seconds < 5_400 ? [Math.round(seconds / 60), 'min'] : [Math.round(seconds / 3600), 'h']
  return amount > 72 && unit === 'h' ? time(at) : html`<time datetime="${at.toISOString()}">${amount} ${unit} ago</time>`
}
