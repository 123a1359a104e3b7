import { createHash } from 'node:crypto'
import type { Environment } from '../model/environment.ts'

/** What all pages of one web service share. */
export interface Site {
  readonly environment: Environment
  /** Public origin, without a slash at its end, for instance `https://jobs.acme.example`: canonical links start with it. */
  readonly origin: string
  /** Text of the style sheet (stylesheet.ts). */
  readonly stylesheet: string
}

/** Only production may be found by search engines. */
export function isIndexed({ environment }: Site): boolean {
  return environment === 'production'
}

/** Path of the style sheet: it changes with its content, so that browsers may keep it for ever. */
export function stylesheetPath({ stylesheet }: Site): string {
  return `/assets/${createHash('sha256').update(stylesheet).digest('hex').slice(0, 16)}.css`
}

/** A source expression of a Content Security Policy for one inline style (https://www.w3.org/TR/CSP3/#grammardef-hash-source). */
export function styleSource(style: string): string {
  return `'sha256-${createHash('sha256').update(style).digest('base64')}'`
}
