import type { CaptureItem, RecordedCode } from '@reprise/protocol'

/** Bytes up to which things are kept. */
export interface CodeLimits {
  /** An untracked file that is larger is left out of the tree, recorded in `files` and hashed beside the child. Default 10 MiB. */
  readonly untrackedFile: number
  /** Untracked files together: when they are more, the largest are left out in the same way. Default 256 MiB. */
  readonly untrackedTotal: number
  /** A file that was left out of the tree is kept as an artifact of its own up to this size. Default 100 MiB. */
  readonly keptFile: number
  /** A pack that is larger is not kept whole: see {@link CodeSnapshot.pack}. Default 512 MiB. */
  readonly pack: number
}

export interface SnapshotOptions {
  /** The environment in which git is looked for and runs. Variables that point git elsewhere (`GIT_DIR`, …) are not handed on. */
  readonly env: Readonly<Record<string, string | undefined>>
  readonly limits?: Partial<CodeLimits>
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

/** The code as it was at one moment. */
export interface CodeSnapshot {
  /** What is known at once: all but packs, patch, and digests of what was left out of the tree. `kind` is NONE outside git. */
  readonly record: RecordedCode
  readonly items: readonly CaptureItem[]
  /**
   * The later part, beside the child: writes packs and patch into `folder`, which must exist, and hashes what was left out of the tree.
   * Never rejects: what could not be done is in `not_kept` and in the items. May be called once.
   */
  pack(folder: string): Promise<PackedCode>
  /** Deletes the temporary files of the snapshot; afterwards it can not be packed. Idempotent. */
  release(): Promise<void>
}

/**
 * Takes the work tree around `folder` as it is now, before a child starts that may change it. Reads the user's repository, never writes to
 * it, and runs no program that its configuration names. Never rejects: where nothing could be taken the items say why.
 */
export async function snapshotCode(folder: string, _options: SnapshotOptions): Promise<CodeSnapshot> {
  const record: RecordedCode = { kind: 'NONE', root: folder, remotes: [], files: [], submodules: [] }
  const items: CaptureItem[] = [{ name: 'code.tree', status: 'SKIPPED', detail: 'This version does not look at repositories.' }]
  return {
    record,
    items,
    pack: () => Promise.resolve({ record, items, artifacts: [] }),
    release: () => Promise.resolve(),
  }
}
