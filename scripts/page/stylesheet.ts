import { readFile } from 'node:fs/promises'

// In this order: what a part of the site adds comes after what all of it shares.
const parts = ['base', 'list', 'posting', 'operator'] as const

/** The text of the style sheet that all pages share: one request, kept by the browser until it changes. */
export async function readStylesheet(): Promise<string> {
  return (await Promise.all(parts.map((part) => readFile(new URL(`./styles/${part}.css`, import.meta.url), 'utf8')))).join('\n')
}
