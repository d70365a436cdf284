/** Bytes of a digest, by algorithm, in the order in which digests are packed. */
export const digestBytes = { md5: 16, sha1: 20, sha256: 32, sha512: 64 } as const

export type HashAlgorithm = keyof typeof digestBytes

export const hashAlgorithms = Object.keys(digestBytes) as readonly HashAlgorithm[]

/** Digests of one file as lower-case hexadecimal digits. */
export type Hashes = Readonly<Partial<Record<HashAlgorithm, string>>>

export function isHashAlgorithm(name: unknown): name is HashAlgorithm {
  return typeof name === 'string' && Object.hasOwn(digestBytes, name)
}

/** The algorithm that a person means: `SHA256` and `sha-256` are `sha256`. Undefined for what is none. */
export function findHashAlgorithm(name: unknown): HashAlgorithm | undefined {
  if (typeof name !== 'string') return undefined
  const plain = name.trim().toLowerCase().replaceAll(/[-_]/g, '')
  return isHashAlgorithm(plain) ? plain : undefined
}

/** The same algorithms, each once, in the order of {@link hashAlgorithms}. */
export function sortAlgorithms(algorithms: readonly HashAlgorithm[]): HashAlgorithm[] {
  return hashAlgorithms.filter((name) => algorithms.includes(name))
}

/** Bytes of the packed digests of one file. */
export function packedBytes(algorithms: readonly HashAlgorithm[]): number {
  return algorithms.reduce((sum, name) => sum + digestBytes[name], 0)
}

/** Digests that stand packed at an offset, in the order of {@link hashAlgorithms}. */
export function unpackHashes(bytes: Buffer, offset: number, algorithms: readonly HashAlgorithm[]): Hashes {
  const hashes: Partial<Record<HashAlgorithm, string>> = {}
  let at = offset
  for (const algorithm of algorithms) {
    const end = at + digestBytes[algorithm]
    hashes[algorithm] = bytes.toString('hex', at, end)
    at = end
  }
  return hashes
}
