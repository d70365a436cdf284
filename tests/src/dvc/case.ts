/** What a recorded step did to the files. Absent groups were not changed; null: removed. */
export interface Delta {
  /** New texts of `.dvc` files, dvc.yaml, dvc.lock, .gitignore and the like. */
  readonly meta?: Files
  /** Other files: the first 8 digits of their md5, `x` for executable, `r` for read-only; `link:` and the target. */
  readonly work?: Files
  /** Objects: octal mode, or the text of `.dir` objects and of the run cache. */
  readonly cache?: Files
  readonly remote?: Files
}

export type Files = Readonly<Record<string, string | null>>

export interface CommandStep {
  readonly op: 'dvc'
  readonly args: readonly string[]
  /** Folder it was run in, relative to the repository. */
  readonly cwd?: string
  readonly rc: number
  readonly stdout?: string
  readonly json?: unknown
  /** The first lines of errors and warnings. */
  readonly err?: readonly string[]
  readonly delta?: Delta
}

export type Step =
  | CommandStep
  | { readonly op: 'write'; readonly path: string; readonly text?: string; readonly b64?: string; readonly mode?: string }
  | { readonly op: 'sh'; readonly cmd: string }
  | { readonly op: 'make-dvc-repo'; readonly path: string; readonly files: Readonly<Record<string, string>> }

/** What dvc was seen to do, step by step, in a fresh repository. */
export interface Case {
  readonly name: string
  readonly note?: string
  readonly steps: readonly Step[]
}
