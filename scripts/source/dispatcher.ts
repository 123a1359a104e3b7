import { lookup } from 'node:dns'
import { isIP, type LookupFunction } from 'node:net'
import { Agent, buildConnector } from 'undici'
import { isPrivateAddress } from './address.ts'

/** A connection that was refused before it was made: the address belongs to a private network. */
export class PrivateAddressError extends Error {
  override readonly name = 'PrivateAddressError'
}

/** How long a host may be silent at each step, in milliseconds. */
export interface Patience {
  /** Until the connection is made, the handshake of TLS included. */
  readonly connectMs: number
  /** Until the answer begins. */
  readonly answerMs: number
  /** From one piece of the answer to the next. */
  readonly idleMs: number
}

/**
 * How long a host may be silent. Public feeds answer a SYN within a second; ten allow for one retransmission on a bad line. A host may compute a large
 * feed before its first byte, but a line that is silent for a minute is dead.
 */
export const usualPatience: Patience = { connectMs: 10_000, answerMs: 120_000, idleMs: 60_000 }

/** How long a whole request may take where limits.minutes says nothing: the schema's default. */
export const usualMinutes = 30

/**
 * A dispatcher that connects to public addresses only, and to those of `privateHosts` (host or host:port). What is checked is the address that the
 * connection is made to, so neither a redirect nor a name that changes between two look-ups leads inside (SSRF). The caller closes it.
 */
export function createDispatcher(privateHosts: readonly string[], { connectMs, answerMs, idleMs } = usualPatience): Agent {
  const open = buildConnector({ timeout: connectMs })
  const guarded = buildConnector({ timeout: connectMs, lookup: lookupPublic } as buildConnector.BuildOptions)
  return new Agent({
    headersTimeout: answerMs,
    bodyTimeout: idleMs,
    connect(options, callback) {
      const host = options.hostname.replace(/^\[|\]$/g, '')
      const port = options.port || (options.protocol === 'https:' ? '443' : '80')
      if (privateHosts.includes(options.hostname) || privateHosts.includes(`${options.hostname}:${port}`)) open(options, callback)
      // A literal address is never looked up.
      else if (isIP(host) !== 0 && isPrivateAddress(host)) callback(refusal(host, host), null)
      else guarded(options, callback)
    },
  })
}

const lookupPublic: LookupFunction = (hostname, options, callback) => {
  lookup(hostname, { ...options, all: true }, (error, addresses) => {
    if (error !== null) return callback(error, '')
    const inside = addresses.find(({ address }) => isPrivateAddress(address))
    if (inside !== undefined) return callback(refusal(hostname, inside.address), '')
    if (options.all === true) return callback(null, addresses)
    const [first] = addresses
    return callback(null, first!.address, first!.family)
  })
}

function refusal(host: string, address: string): PrivateAddressError {
  return new PrivateAddressError(
    `${host} leads to ${address}, which is not public: write the public address of the feed, or name the host in FEED_PRIVATE_HOSTS`,
  )
}
