import type { Hono } from 'hono'
import { commonHeaders } from './headers.ts'
import { type Site, stylesheetPath } from './site.ts'

// A plain mark, so that browsers do not ask for /favicon.ico.
const icon =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="7" fill="#1d4f73"/><path d="M8 12h16v11H8zM13 12V9h6v3" fill="none" stroke="#fff" stroke-width="2"/></svg>'

/** The files that every page of this service refers to: the style sheet and the icon. */
export function addAssets(app: Hono, site: Site): void {
  const headers = commonHeaders(site)
  // Its name changes with its content: RFC 9111 and RFC 8246.
  app.get(stylesheetPath(site), (context) =>
    context.body(site.stylesheet, 200, {
      'Content-Type': 'text/css; charset=utf-8',
      ...headers,
      'Cache-Control': 'public, max-age=31536000, immutable',
    }),
  )
  app.get('/assets/icon.svg', (context) =>
    context.body(icon, 200, { 'Content-Type': 'image/svg+xml', ...headers, 'Cache-Control': 'public, max-age=86400' }),
  )
}
