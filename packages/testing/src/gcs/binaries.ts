import { type GoBinary, installGoProgram } from '../go/install-go-program.ts'

const PROGRAM = { module: 'github.com/fsouza/fake-gcs-server', version: 'v1.56.1', folder: 'gcs' }

let known: Promise<GoBinary> | undefined

/** The server that speaks the JSON API of Google Cloud Storage, built with Go on first use and kept in `.cache/gcs`. Never rejects: what is missing is a `reason`. */
export function ensureGcs(): Promise<GoBinary> {
  known ??= installGoProgram(PROGRAM)
  return known
}
