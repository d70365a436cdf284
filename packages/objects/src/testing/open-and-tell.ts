// Opens the artifact store at argv[2], and prints the error that it gets.
import { RepriseError } from '@reprise/protocol/errors'
import { openArtifactStore } from '../open-artifact-store.ts'

const error = await openArtifactStore(process.argv[2] ?? '').then(
  () => undefined,
  (cause: unknown) => cause,
)
process.stdout.write(
  JSON.stringify(error instanceof RepriseError ? { code: error.code, message: error.message, hint: error.hint } : String(error)),
)
