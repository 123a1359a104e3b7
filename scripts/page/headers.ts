import type { ShownClient } from '../model/showing.ts'
import { themeStyle } from './layout.ts'
import { isIndexed, type Site, styleSource } from './site.ts'

const facebookFrames = 'https://www.facebook.com https://*.facebook.com'

/**
 * The headers of one page. The policy is the second wall behind escaping and sanitising: no script at all, one style sheet of ours and the
 * client's colours, no frame but Facebook's for a client that has a Facebook page (https://www.w3.org/TR/CSP3/).
 */
export function pageHeaders(site: Site, client: ShownClient | undefined): Record<string, string> {
  const mayBeFramed = client?.page.facebook !== undefined
  const policy = [
    "default-src 'none'",
    `style-src 'self' ${styleSource(themeStyle(client?.page.theme?.color))}`,
    "img-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    `frame-ancestors ${mayBeFramed ? facebookFrames : "'none'"}`,
  ]
  return {
    'Content-Security-Policy': policy.join('; '),
    // The same for browsers without frame-ancestors; it cannot name Facebook, so it is left out there.
    ...(!mayBeFramed && { 'X-Frame-Options': 'DENY' }),
    ...commonHeaders(site),
    // A minute: short beside any schedule, long enough to carry a rush of visitors.
    'Cache-Control': isIndexed(site) ? 'public, max-age=60' : 'no-cache',
  }
}

/** Headers of every answer. */
export function commonHeaders(site: Site): Record<string, string> {
  return {
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'strict-origin-when-cross-origin',
    'Permissions-Policy': 'camera=(), geolocation=(), microphone=(), payment=()',
    'Cross-Origin-Opener-Policy': 'same-origin',
    ...(site.origin.startsWith('https:') && { 'Strict-Transport-Security': 'max-age=31536000' }),
    ...(!isIndexed(site) && { 'X-Robots-Tag': 'noindex' }),
  }
}
