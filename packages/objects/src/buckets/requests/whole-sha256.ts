/** In hexadecimal. Those of parts put together are digests of digests, and say after a dash of how many. */
export function wholeSha256(base64: string | undefined, type: string | undefined): string | undefined {
  const isWhole = base64 !== undefined && type !== 'COMPOSITE' && !base64.includes('-')
  return isWhole ? Buffer.from(base64, 'base64').toString('hex') : undefined
}
