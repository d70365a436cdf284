import { type EnvironmentCapture, keepLockFiles, type LocalArtifact, type PackOptions, writeEnvironmentFiles } from '@reprise/capture'
import { type FileToKeep, makeFolder, type Preparation } from '@reprise/capture/recording'
import type { RecordedCode, RecordedEnvironment } from '@reprise/protocol'

/** Code and environment, with what belongs to them on disk. */
export interface CapturedBeside {
  readonly code: RecordedCode
  readonly environment: RecordedEnvironment
  /** Packs and the like, whose digests are known: what is new at this stage. */
  readonly kept: readonly FileToKeep[]
  readonly files: readonly LocalArtifact[]
}

/** What is known at once. */
export function withoutCapture({ code, root }: Preparation): CapturedBeside {
  return {
    code: code?.record ?? { kind: 'NONE', root, remotes: [], files: [], submodules: [] },
    environment: { interpreters: [], packages: [], lock_files: [], variables: [], system: {} },
    kept: [],
    files: [],
  }
}

/** What is captured beside the command, in the order in which it is known. Nothing here rejects. */
export interface CaptureBeside {
  /** Soon: the packs of the code. */
  readonly withCode: Promise<CapturedBeside>
  /** Later: the environment, too. Its files are all there is besides. */
  readonly withEnvironment: Promise<CapturedBeside>
}

/**
 * Finishes the capture of code and environment beside the command, of which `pid` is the process, once it is one. `findBase` spares the making of a
 * pack.
 */
export function captureBeside(
  preparation: Preparation,
  pid: number | Promise<number | undefined>,
  findBase: PackOptions['findBase'],
): CaptureBeside {
  const known = withoutCapture(preparation)
  const environment = watchEnvironment(preparation, pid)
  const folder = preparation.items.attempt('run.folder', () => makeFolder(preparation, 'packs'), undefined)
  const withCode = packCode(preparation, known, { folder, findBase })
  return { withCode, withEnvironment: withCode.then((packed) => finishEnvironment(preparation, packed, { environment, folder })) }
}

async function watchEnvironment(
  preparation: Preparation,
  started: number | Promise<number | undefined>,
): Promise<EnvironmentCapture | undefined> {
  const environment = await preparation.startEnvironment()
  const pid = await started
  if (pid !== undefined) environment?.watch(pid)
  return environment
}

interface Packing {
  readonly folder: Promise<string | undefined>
  readonly findBase: PackOptions['findBase']
}

async function packCode({ code, items }: Preparation, known: CapturedBeside, { folder, findBase }: Packing): Promise<CapturedBeside> {
  const place = await folder
  const packed =
    place === undefined
      ? undefined
      : await items.attempt('code', async () => code?.pack(place, findBase === undefined ? {} : { findBase }), undefined)
  items.add(...(packed?.items ?? code?.items ?? []))
  return packed === undefined ? known : { ...known, code: packed.record, kept: withDigests(packed.record, packed.artifacts) }
}

async function finishEnvironment(
  { items, options, root }: Preparation,
  packed: CapturedBeside,
  {
    environment: starting,
    folder,
  }: { readonly environment: Promise<EnvironmentCapture | undefined>; readonly folder: Promise<string | undefined> },
): Promise<CapturedBeside> {
  const code = options.leaveOut.has('code') ? undefined : packed.code
  const environment = await starting
  const captured = await items.attempt('environment', async () => environment?.finish(code), undefined)
  items.add(...(captured?.items ?? environment?.items ?? []))
  const place = await folder
  if (captured === undefined || place === undefined) return { ...packed, kept: [] }
  const written = await items.attempt('environment.files', () => writeEnvironmentFiles(captured.record, place), {})
  const files = Object.entries(written).map(([name, file]) => ({ artifact: `environment/${name}`, file }))
  const where = { root, place, isInGit: packed.code.kind === 'GIT' }
  const locks = await items.attempt('lock_files.kept', () => keepLockFiles(captured.record, where), { record: captured.record, files: [] })
  return { ...packed, environment: locks.record, kept: [], files: [...files, ...locks.files] }
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
