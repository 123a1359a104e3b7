/** What a client asks of a new keeper, as JSON in its one argument. */
export interface KeeperOrder {
  /** Where the cluster stays; absent for a temporary one, whose folder is made and removed by the keeper. */
  readonly folder?: string
}

/** What a keeper tells the client that started it, as lines of JSON on its standard output. */
export type KeeperEvent =
  | { readonly kind: 'creating' }
  | { readonly kind: 'ready'; readonly address: KeeperAddress }
  /** Another keeper has the folder: it is starting, running or about to end. */
  | { readonly kind: 'busy' }
  | { readonly kind: 'failed'; readonly message: string }

/**
 * Where a running keeper grants leases: a client connects to `port` on 127.0.0.1, sends `token` and a line feed, and receives
 * the URL of the server and a line feed. The lease lasts until the client ends the connection, or dies. A Unix socket would need no
 * token, but Windows has none, and its path may have 107 bytes at most.
 */
export interface KeeperAddress {
  readonly port: number
  readonly token: string
  /** Of the keeper's process, for a person who looks for it. */
  readonly pid: number
}

/** The file in a cluster's folder that holds the address of its keeper. */
export const addressFile = 'keeper.json'
/** The file in a cluster's folder that a keeper holds locked as long as it lives. */
export const lockFile = 'keeper.lock'
