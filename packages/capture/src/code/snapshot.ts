import type { CaptureItem, KeptFile, RecordedCode } from '@reprise/protocol'
import { describeCode, listItems } from './describe-code.ts'
import { type CodeLimits, defaultLimits } from './limits.ts'
import { takeSnapshot } from './take-snapshot.ts'

export interface SnapshotOptions {
  /** The environment in which git is looked for and runs. Variables that point git elsewhere (`GIT_DIR`, …) are not handed on. */
  readonly env: Readonly<Record<string, string | undefined>>
  readonly limits?: Partial<CodeLimits>
  /** Absolute paths of folders that are no part of the code, such as the store that is logged to. What is tracked in them is taken all the same. */
  readonly ignoredFolders?: readonly string[]
}

/** A file on this machine that is to become an artifact of the run. */
export interface LocalArtifact {
  /** Path below the artifacts of the run: `reprise/code/base.pack`. */
  readonly artifact: string
  /** Where it is now. */
  readonly file: string
}

/** The code as it is recorded in the end. */
export interface PackedCode {
  readonly record: RecordedCode
  readonly items: readonly CaptureItem[]
  /** What `record` names, to be uploaded. */
  readonly artifacts: readonly LocalArtifact[]
}

export interface PackOptions {
  /**
   * The pack `base` of a commit, where it is at hand for the run without being made: it has the same bytes for every run on that commit, and is
   * then not among the artifacts. Must not reject.
   */
  readonly findBase?: (commit: string) => Promise<KeptFile | undefined>
}

/** The code as it was at one moment. */
export interface CodeSnapshot {
  /** What is known at once: all but packs, patch, and digests of what was left out of the tree. `kind` is NONE outside git. */
  readonly record: RecordedCode
  readonly items: readonly CaptureItem[]
  /**
   * The later part, beside the child: writes packs and patch into `folder`, which must exist, and hashes what was left out of the tree.
   * Never rejects: what could not be done is in `not_kept` and in the items. May be called once.
   */
  pack(folder: string, options?: PackOptions): Promise<PackedCode>
  /** Deletes the temporary files of the snapshot; afterwards it can not be packed. Idempotent. */
  release(): Promise<void>
}

/**
 * Takes the work tree around `folder` as it is now, before a child starts that may change it. Reads the user's repository, never writes to
 * it, and runs no program that its configuration names. Never rejects: where nothing could be taken the items say why.
 */
export async function snapshotCode(folder: string, options: SnapshotOptions): Promise<CodeSnapshot> {
  const limits = { ...defaultLimits, ...options.limits }
  const answer = await takeSnapshot(folder, { env: options.env, limits, ignoredFolders: options.ignoredFolders ?? [] }).catch(
    (error: unknown) => ({
      code: undefined,
      status: 'FAILED' as const,
      why: error instanceof Error ? error.message : String(error),
    }),
  )
  if (answer.code === undefined) return createEmpty(folder, answer)
  const { code } = answer
  const record = describeCode(code)
  const items = listItems(code)
  return {
    record,
    items,
    pack: async (target, options = {}) => {
      // The command does not wait for it, so it does not wait for its modules either.
      const { packSnapshot } = await import('./packs/pack-snapshot.ts')
      return packSnapshot(code, { record, items, folder: target, limits, ...options })
    },
    release: () => code.remove().catch(() => undefined),
  }
}

function createEmpty(folder: string, { status, why }: { status: 'ABSENT' | 'FAILED'; why: string }): CodeSnapshot {
  const record: RecordedCode = { kind: 'NONE', root: folder, remotes: [], files: [], submodules: [], not_kept: why }
  const items: CaptureItem[] = [{ name: 'code.tree', status, detail: why }]
  return { record, items, pack: () => Promise.resolve({ record, items, artifacts: [] }), release: () => Promise.resolve() }
}
