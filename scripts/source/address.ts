import { BlockList, isIP } from 'node:net'

// IANA special-purpose registries (RFC 6890 and its updates): nothing that a client publishes lies there.
const special = new BlockList()
for (const [net, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
] as const) {
  special.addSubnet(net, prefix, 'ipv4')
}

// Only 2000::/3 is given out; within it, tunnels (which carry an IPv4 address of anyone's choice), benchmarks and documentation.
const global = new BlockList()
global.addSubnet('2000::', 3, 'ipv6')
for (const [net, prefix] of [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const) {
  special.addSubnet(net, prefix, 'ipv6')
}

/** Whether an IP address belongs to a private, local or otherwise special network, or is none. IPv4 within IPv6 counts as the IPv4 address. */
export function isPrivateAddress(address: string): boolean {
  const bare = address.replace(/^\[|\]$/g, '').replace(/%.*$/, '')
  switch (isIP(bare)) {
    case 4:
      return special.check(bare, 'ipv4')
    case 6:
      // BlockList checks an IPv4-mapped address against the IPv4 rules, but the rule of 2000::/3 would refuse it first.
      if (/^(?:0{0,4}:){2,6}ffff:/i.test(bare)) return special.check(bare, 'ipv6')
      return !global.check(bare, 'ipv6') || special.check(bare, 'ipv6')
    default:
      return true
  }
}
