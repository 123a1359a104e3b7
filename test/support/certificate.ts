import { generateKeyPairSync, sign } from 'node:crypto'

/** A private key and the certificate that goes with it, in PEM, as a TLS server wants them. */
export interface Certificate {
  readonly key: string
  readonly cert: string
}

// Tags and object identifiers: X.690, and RFC 5280, RFC 5758 (ecdsa-with-SHA256) and RFC 5280 4.2.1.6 (subjectAltName).
const sequence = (...parts: readonly Buffer[]) => encode(0x30, ...parts)
const ecdsaWithSha256 = sequence(Buffer.from('06082a8648ce3d040302', 'hex'))
const subjectAltName = Buffer.from('0603551d11', 'hex')
const commonName = Buffer.from('0603550403', 'hex')

/**
 * A certificate for host names that nobody has signed but itself, valid from a day before `now` to a day after: for servers that stand for
 * others in tests. Made here, since neither Node makes certificates nor does every machine have openssl.
 */
export function selfSigned(hosts: readonly string[], now: Date): Certificate {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const name = sequence(encode(0x31, sequence(commonName, encode(0x0c, Buffer.from(hosts[0]!)))))
  const names = sequence(...hosts.map((host) => encode(0x82, Buffer.from(host))))
  const body = sequence(
    encode(0xa0, encode(0x02, Buffer.from([2]))),
    encode(0x02, Buffer.from([1])),
    ecdsaWithSha256,
    name,
    sequence(time(now, -1), time(now, 1)),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    encode(0xa3, sequence(sequence(subjectAltName, encode(0x04, names)))),
  )
  const signature = encode(0x03, Buffer.from([0]), sign('sha256', body, privateKey))
  const base64 = sequence(body, ecdsaWithSha256, signature).toString('base64')
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: `-----BEGIN CERTIFICATE-----\n${base64.replaceAll(/.{64}/g, '$&\n')}\n-----END CERTIFICATE-----\n`,
  }
}

/** GeneralizedTime, to the second. */
function time(now: Date, days: number): Buffer {
  const text = new Date(now.getTime() + days * 86_400_000).toISOString().replaceAll(/[-:T]|\.\d+/g, '')
  return encode(0x18, Buffer.from(text))
}

function encode(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts)
  const length = content.length < 0x80 ? [content.length] : [0x82, content.length >> 8, content.length & 0xff]
  return Buffer.concat([Buffer.from([tag, ...length]), content])
}
