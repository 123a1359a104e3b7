import { describeValue, type Fault, faultOf } from '../model/fault.ts'

/** Names of URL parameters that carry a credential whatever their value is. */
const credentialName =
  /(?:^|[_-])(?:api[_-]?key|access[_-]?key|(?:access|auth|bearer|session|api)?[_-]?token|pass(?:word|wd)?|pwd|(?:client[_-]?)?secret|signature|credentials?)$/i

/** Names that sometimes do: it shows in the value. */
const perhapsCredentialName = /^(?:key|auth|sig|code|sid|hash)$/i
const looksRandom = /^(?=.*\d)(?=.*[a-z])[\w.~+/=-]{16,}$/i

/** Names of headers that carry one. */
const credentialHeader = /^(?:proxy-)?authorization$|^cookie$|(?:^|-)(?:key|token|secret|password|signature|auth)$/i

/** What in a URL is a credential, or undefined; a text that is no URL is a fault, too. */
export function credentialFault(text: string): Fault | undefined {
  const url = parseUrl(text)
  if (url === null) return faultOf('a URL', describeValue(text), 'write for instance https://feeds.acme.example/jobs.xml')
  const { username, password, search } = url
  const parameter = (search === '' ? [] : [...url.searchParams]).find(
    ([name, value]) => credentialName.test(name) || (perhapsCredentialName.test(name) && looksRandom.test(value)),
  )
  if (username === '' && password === '' && parameter === undefined) return undefined
  const what = parameter === undefined ? 'a user name or password' : `"${parameter[0]}"`
  // Only the name is said: messages are public, too.
  return {
    found: `a URL with ${what}`,
    expected: 'a URL without a credential',
    message: `the URL holds ${what}`,
    fix: 'move it to auth, as a secret',
  }
}

/** Why a header must not be told in a file, or undefined. */
export function headerFault(name: string): Fault | undefined {
  if (!credentialHeader.test(name)) return undefined
  return {
    found: `the header ${name}`,
    expected: 'headers without a credential',
    message: `the header ${name} carries a credential`,
    fix: `move it to auth: { header: { name: ${name}, value: { secret: … } } }`,
  }
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
  if (written?.toLowerCase() === hostname) return undefined
  return faultOf('the host as it will be asked', describeValue(written ?? text), `write ${hostname}`)
}

let last: { readonly text: string; readonly url: URL | null } | undefined

/** The last one is remembered: the rules ask for each URL in turn. */
function parseUrl(text: string): URL | null {
  if (last?.text !== text) last = { text, url: URL.parse(text) }
  return last.url
}
