import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    root: fileURLToPath(new URL('..', import.meta.url)),
    include: ['test/**/*.test.ts'],
    setupFiles: [fileURLToPath(new URL('support/seed.ts', import.meta.url))],
    globalSetup: [fileURLToPath(new URL('support/database-server.ts', import.meta.url))],
    // Real databases, browsers and Git take seconds, not milliseconds.
    testTimeout: 60_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
  },
})
