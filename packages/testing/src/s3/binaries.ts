import { type GoBinary, installGoProgram } from '../go/install-go-program.ts'

const PROGRAM = { module: 'github.com/versity/versitygw/cmd/versitygw', version: 'v1.8.0', folder: 's3' }

export type S3Binary = GoBinary

let known: Promise<S3Binary> | undefined

/**
 * The S3 server that tests start, built with Go on first use (some minutes) and kept in `.cache/s3` for all later runs; several processes may
 * ask at once. Never rejects for a missing Go or module proxy: that is a `reason`.
 */
export function ensureS3(): Promise<S3Binary> {
  known ??= installGoProgram(PROGRAM)
  return known
}
