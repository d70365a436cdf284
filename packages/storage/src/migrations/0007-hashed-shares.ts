import type { Migration } from './migration.ts'

/**
 * Whoever reads the database, a copy of it or its log does not learn the links: of their tokens only the SHA-256 is kept, in hexadecimal digits. A token
 * is as random as a key, so that nobody can find it by trying; it needs no salt. Links that were given away lead to the same runs as before.
 */
export const hashedShares: Migration = {
  version: 7,
  name: 'hashes of the tokens of shares',
  statements: (dialect) => [
    'alter table shares rename column token to token_hash',
    `update shares set token_hash = ${dialect === 'sqlite' ? 'sha256_hex(token_hash)' : "encode(sha256(convert_to(token_hash, 'UTF8')), 'hex')"}`,
  ],
}
