import type { Variables } from '../model/variables.ts'
import type { SourceContext } from './read.ts'

/**
 * The way to sources as environment variables describe it: secrets (NAME and NAME_HOST), and in FEED_PRIVATE_HOSTS, separated by
 * commas, the hosts (host or host:port) that feeds may have in private networks.
 */
export function sourceContext(root: string, variables: Variables): Pick<SourceContext, 'root' | 'secrets' | 'privateHosts'> {
  const privateHosts = (variables.FEED_PRIVATE_HOSTS ?? '').split(',').map((host) => host.trim())
  return { root, secrets: variables, privateHosts: privateHosts.filter((host) => host !== '') }
}
