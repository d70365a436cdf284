import { createHash, createPublicKey, generateKeyPairSync } from 'node:crypto'

/** A key in the two forms that OpenSSH takes. */
export interface SshKey {
  /** PEM. */
  readonly privateKey: string
  /** `ecdsa-sha2-nistp256 BASE64`. */
  readonly publicKey: string
  /** `SHA256:…` as OpenSSH prints it. */
  readonly fingerprint: string
}

/** A new key; no `ssh-keygen` is needed. */
export function makeSshKey(): SshKey {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const { x = '', y = '' } = createPublicKey(privateKey).export({ format: 'jwk' })
  const point = Buffer.concat([Buffer.from([4]), Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')])
  const blob = Buffer.concat([Buffer.from('ecdsa-sha2-nistp256'), Buffer.from('nistp256'), point].map(withLength))
  return {
    privateKey: privateKey.export({ format: 'pem', type: 'sec1' }),
    publicKey: `ecdsa-sha2-nistp256 ${blob.toString('base64')}`,
    fingerprint: `SHA256:${createHash('sha256').update(blob).digest('base64').replace(/=+$/, '')}`,
  }
}

function withLength(bytes: Buffer): Buffer {
  const length = Buffer.alloc(4)
  length.writeUInt32BE(bytes.length)
  return Buffer.concat([length, bytes])
}
