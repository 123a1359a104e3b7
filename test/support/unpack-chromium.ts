import { inflate } from '@sparticuz/chromium'

// A process of its own, since the package unpacks to the folder that this process has for temporary files: TMPDIR chooses it.
await Promise.all(process.argv.slice(2).map(inflate))
