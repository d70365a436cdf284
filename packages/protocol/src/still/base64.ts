/** Newer programs do it ten times as fast. */
const own = Uint8Array as { readonly fromBase64?: (text: string) => Uint8Array<ArrayBuffer> }
const PIECE = 8_192

export function toBase64(bytes: Uint8Array): string {
  const fast = bytes as { readonly toBase64?: () => string }
  if (fast.toBase64 !== undefined) return fast.toBase64()
  let text = ''
  for (let at = 0; at < bytes.length; at += PIECE) text += String.fromCharCode(...bytes.subarray(at, at + PIECE))
  return btoa(text)
}

/** Throws for what is none. */
export function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  if (own.fromBase64 !== undefined) return own.fromBase64(text)
  const binary = atob(text)
  const bytes = new Uint8Array(binary.length)
  for (let at = 0; at < binary.length; at++) bytes[at] = binary.charCodeAt(at)
  return bytes
}
