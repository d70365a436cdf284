import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto'
import { RepriseError } from '@reprise/protocol'

/** Keeps secrets of webhooks so that the store alone does not give them away. */
export interface SecretBox {
  seal(secret: string): string
  /** Throws INTERNAL_ERROR for what another key has sealed. */
  open(sealed: string): string
}

const PLAIN = 'plain:'
const SEALED = 'aes-256-gcm:'
const IV_BYTES = 12
const TAG_BYTES = 16

/** With AES-256-GCM under a key that is made from the text; without a text, secrets are kept as they are, and marked so. */
export function createSecretBox(text: string | undefined): SecretBox {
  const key = text === undefined || text === '' ? undefined : createHash('sha256').update(`reprise webhook secrets\0${text}`).digest()
  return {
    seal: (secret) => (key === undefined ? PLAIN + secret : SEALED + encrypt(key, secret)),
    open: (sealed) => {
      if (sealed.startsWith(PLAIN)) return sealed.slice(PLAIN.length)
      return sealed.startsWith(SEALED) ? decrypt(key, sealed.slice(SEALED.length)) : sealed
    },
  }
}

function encrypt(key: Buffer, secret: string): string {
  const iv = randomBytes(IV_BYTES)
  const cipher = createCipheriv('aes-256-gcm', key, iv)
  const text = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()])
  return Buffer.concat([iv, cipher.getAuthTag(), text]).toString('base64')
}

function decrypt(key: Buffer | undefined, sealed: string): string {
  try {
    if (key === undefined) throw new Error('there is no key')
    const bytes = Buffer.from(sealed, 'base64')
    const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, IV_BYTES))
    decipher.setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES))
    return Buffer.concat([decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES)), decipher.final()]).toString('utf8')
  } catch (cause) {
    throw new RepriseError('INTERNAL_ERROR', "The webhook's secret can not be read with the key of this server.", {
      hint: 'Start the server with the key that was set when the webhook was made (REPRISE_WEBHOOK_KEY), or give the webhook a new secret.',
      cause,
    })
  }
}
