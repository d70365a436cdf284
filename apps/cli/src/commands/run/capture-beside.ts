import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { LocalArtifact } from '@reprise/capture'
import { type FileToKeep, makeFolder, type Preparation } from '@reprise/capture/recording'
import type { RecordedCode, RecordedEnvironment } from '@reprise/protocol'

/** Code and environment, with what belongs to them on disk. */
export interface CapturedBeside {
  readonly code: RecordedCode
  readonly environment: RecordedEnvironment
  /** Packs and the like, whose digests are known. */
  readonly kept: readonly FileToKeep[]
  readonly files: readonly LocalArtifact[]
}

/** What is known at once. */
export function withoutCapture({ code, environment, root }: Preparation): CapturedBeside {
  return {
    code: code?.record ?? { kind: 'NONE', root, remotes: [], files: [], submodules: [] },
    environment: environment?.record ?? { interpreters: [], packages: [], lock_files: [], variables: [], system: {} },
    kept: [],
    files: [],
  }
}

/** Finishes the capture of code and environment beside the command. Never rejects. */
export async function captureBeside(preparation: Preparation, pid: number): Promise<CapturedBeside> {
  const { code, environment, items } = preparation
  const known = withoutCapture(preparation)
  environment?.watch(pid)
  const folder = await items.attempt('run.folder', () => makeFolder(preparation, 'packs'), undefined)
  const packed = folder === undefined ? undefined : await items.attempt('code', async () => code?.pack(folder), undefined)
  const captured = await items.attempt('environment', async () => environment?.finish(), undefined)
  items.add(...(packed?.items ?? code?.items ?? []), ...(captured?.items ?? environment?.items ?? []))
  const environmentRecord = captured?.record ?? known.environment
  const files = folder === undefined ? [] : await items.attempt('environment.files', () => writeEnvironment(environmentRecord, folder), [])
  return {
    code: packed?.record ?? known.code,
    environment: environmentRecord,
    kept: packed === undefined ? [] : withDigests(packed.record, packed.artifacts),
    files,
  }
}

async function writeEnvironment({ system }: RecordedEnvironment, folder: string): Promise<LocalArtifact[]> {
  const file = join(folder, 'system_info.json')
  await writeFile(file, `${JSON.stringify(system, undefined, 2)}\n`)
  return [{ artifact: 'environment/system_info.json', file }]
}

/** The digests that the record names, with the files they are of. */
function withDigests({ base, changes, patch, files, submodules }: RecordedCode, artifacts: readonly LocalArtifact[]): FileToKeep[] {
  const digests = new Map<string, { sha256: string; size: number }>()
  for (const kept of [base, changes, patch, ...submodules.map(({ pack }) => pack)]) if (kept !== undefined) digests.set(kept.artifact, kept)
  for (const { kept, sha256, size = 0 } of files) if (kept !== undefined && sha256 !== undefined) digests.set(kept, { sha256, size })
  return artifacts.flatMap(({ artifact, file }) => {
    const digest = digests.get(artifact)
    return digest === undefined ? [] : [{ artifact, file, sha256: digest.sha256, size: digest.size }]
  })
}
