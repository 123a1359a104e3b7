import { describeValue, type Fault, faultOf } from '../model/fault.ts'

/** Names of URL parameters that carry a credential whatever their value is. */
const credentialName =
  /(?:^|[_-])(?:api[_-]?key|access[_-]?key|(?:access|auth|bearer|session|api)?[_-]?token|pass(?:word|wd)?|pwd|(?:client[_-]?)?secret|signature|credentials?)$/i

/** Names that sometimes do: it shows in the value. */
const perhapsCredentialName = /^(?:key|auth|sig|code|sid|hash)$/i
const looksRandom = /^(?=.*\d)(?=.*[a-z])[\w.~+/=-]{16,}$/i

/** Credentials that tell by their first letters what they are, as GitHub's secret scanning knows them: they are one wherever they stand. */
const knownCredential =
  /(?<![a-z0-9])(?:gh[oprsu]_[a-z0-9]{20}|github_pat_\w{20}|glpat-[\w-]{16}|xox[a-z]-[\w-]{10}|[prs]k_(?:live|test)_\w{16}|sk-[\w-]{20}|(?:AKIA|ASIA)[A-Z0-9]{16}|AIza[\w-]{30}|npm_[a-z0-9]{30}|SG\.[\w-]{16}|eyJ[\w-]{8,}\.eyJ[\w-]{8})/i

/** Names of headers that carry one. */
const credentialHeader = /^(?:proxy-)?authorization$|^cookie$|(?:^|-)(?:key|token|secret|password|signature|auth)$/i

/** What in a URL is a credential, or undefined; a text that is no URL is a fault, too. */
export function credentialFault(text: string): Fault | undefined {
  const url = parseUrl(text)
  if (url === null) return faultOf('a URL', describeValue(text), 'write for instance https://feeds.acme.example/jobs.xml')
  const what = url.username !== '' || url.password !== '' ? 'a user name or password' : (parameterIn(url) ?? segmentIn(url))
  if (what === undefined) return undefined
  // Only the name is said: messages are public, too.
  return {
    found: `a URL with ${what}`,
    expected: 'a URL without a credential',
    message: `the URL holds ${what}`,
    fix: 'move it to auth, as a secret; ask the client for another way where its server takes it only so',
  }
}

function parameterIn({ search, searchParams }: URL): string | undefined {
  const found = (search === '' ? [] : [...searchParams]).find(
    ([name, value]) =>
      credentialName.test(name) || (perhapsCredentialName.test(name) && looksRandom.test(value)) || knownCredential.test(value),
  )
  return found && `"${found[0]}"`
}

/** What looks random alone is not enough: it may be the id of a board or a document, and the path has nowhere else to go. */
function segmentIn({ pathname, hash }: URL): string | undefined {
  const segments = pathname.split(/[/;=]/)
  const named = segments.findIndex((segment, index) => credentialName.test(segment) && looksRandom.test(segments[index + 1] ?? ''))
  if (named !== -1) return `a credential after "${segments[named]}"`
  return knownCredential.test(`${pathname}${hash}`) ? 'a credential in its path' : undefined
}

/** Why a header must not be told in a file, or undefined. */
export function headerFault(name: string, value: string): Fault | undefined {
  if (!credentialHeader.test(name) && !knownCredential.test(value)) return undefined
  return {
    found: `the header ${name}`,
    expected: 'headers without a credential',
    message: `the header ${name} carries a credential`,
    fix: `move it to auth: { header: { name: ${name}, value: { secret: … } } }`,
  }
}

/** Headers of the connection or the body (RFC 9110), which are not for the file to say: undici refuses them. */
const ownHeader = /^(?:keep-alive|transfer-encoding|upgrade|expect|content-length)$/i

/** Why a header cannot be sent, or undefined. */
export function unsentFault(name: string, value: string): Fault | undefined {
  if (ownHeader.test(name))
    return faultOf('headers that say what is asked for', `the header ${name}`, 'leave it out: it is set as the connection needs it')
  const odd = /[^\t\x20-\x7e\x80-\xff]/u.exec(value)?.[0]
  if (odd === undefined) return undefined
  const expected = 'a value in one line, of characters of ISO 8859-1'
  return faultOf(expected, `${describeValue(odd)} in the header ${name}`, 'write it without that character')
}

/**
 * Why the host in a URL is not, letter for letter, the one that would be asked, or undefined. Placeholders, percent signs, backslashes,
 * numbers in other notations (0x7f.1) and letters beyond ASCII all make a reader see another host than the WHATWG URL parser.
 */
export function hostFault(text: string): Fault | undefined {
  const hostname = parseUrl(text)?.hostname
  if (hostname === undefined) return undefined
  const written = /^https?:\/\/(?:[^/?#]*@)?(?<host>\[[^\]]*\]|[^/?#:]*)(?::\d*)?(?=[/?#]|$)/i.exec(text)?.groups?.host
  const isName = /^(?:[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?\.)*[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/.test(hostname) || hostname.startsWith('[')
  if (!isName) return faultOf('the name of a host', `"${hostname}"`, 'write the name out, without placeholders, as in feeds.acme.example')
  if (/^https?$/.test(hostname)) return faultOf('the name of a host', `"${hostname}"`, `write ${hostname}:// once`)
  if (written?.toLowerCase() === hostname) return undefined
  return faultOf('the host as it will be asked', describeValue(written ?? text), `write ${hostname}`)
}

let last: { readonly text: string; readonly url: URL | null } | undefined

/** The last one is remembered: the rules ask for each URL in turn. */
function parseUrl(text: string): URL | null {
  if (last?.text !== text) last = { text, url: URL.parse(text) }
  return last.url
}
