import { startLocalPostgres } from '../../scripts/store/local-postgres.ts'

// A process for tests to kill: it holds a temporary server, says its URL, and never ends by itself.
const server = await startLocalPostgres({ temporary: true })
console.log(server.url)
setInterval(() => {}, 60_000)
