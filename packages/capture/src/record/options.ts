import type { StatCache } from '@reprise/objects'

/** Parts of a capture that can be left out. */
export type CapturePart = 'code' | 'environment' | 'inputs' | 'outputs' | 'stdin' | 'logs'

export interface RecordingOptions {
  /** The program and its arguments. */
  readonly argv: readonly [string, ...string[]]
  /** Params that were given beside the command. */
  readonly params: readonly { readonly key: string; readonly value: string }[]
  /** Working folder, absolute. */
  readonly folder: string
  /** The environment that the command gets, but for what the capture adds. */
  readonly variables: Readonly<Record<string, string | undefined>>
  /** Version of the program that records. */
  readonly version: string
  /** Bytes of one input or output up to which it is kept with the run, and of all inputs and of all outputs together. */
  readonly keptFile: number
  readonly keptTotal: number
  /** Files and folders that are inputs, whoever reads them; relative to `folder`. */
  readonly declaredInputs: readonly string[]
  /** Whether to watch system calls. */
  readonly trace: boolean
  readonly leaveOut: ReadonlySet<CapturePart>
  /** Where settings say that servers keep runs, absolute: their files are nobody's code, inputs or outputs. */
  readonly ignoredFolders: readonly string[]
  /** Files and folders that are outputs, whoever writes them, and whenever: absolute. */
  readonly declaredOutputs?: readonly string[] | undefined
  /** Inputs and outputs that are links into a store of data. */
  readonly linkedData?: { readonly inputs: LinkedData; readonly outputs: LinkedData } | undefined
  /** Where there is no repository, the folder whose files are the work, absolute; default: the working folder. */
  readonly workFolder?: string | undefined
  /** The command whose interpreter and packages are described, if not `argv`. */
  readonly environmentOf?: readonly string[] | undefined
  /** Whether this records a pipeline: then it starts no command by itself, and its stages are parts of it. See prepare-part.ts. */
  readonly isPipeline?: boolean | undefined
  /** Whether the MD5 of inputs and outputs is taken besides, for lineage. */
  readonly takesMd5?: boolean | undefined
  /** Digests of files that have not changed since they were taken; saving it is the caller's. */
  readonly digests?: StatCache | undefined
  /** Id of the run that this one repeats. */
  readonly reproduces?: string | undefined
}

/** By the file where the bytes are: the names that the work has for them, several where content is the same. Absolute. */
export type LinkedData = ReadonlyMap<string, readonly string[]>

/** Bytes of the beginning and of the end of each output stream that are kept. */
export const KEPT_OUTPUT = 4 * 1024 * 1024
/** Half of the bytes up to which standard input is kept. */
export const KEPT_STDIN = 4 * 1024 * 1024
/** Bytes of an untracked file up to which it is part of the tree, as code/snapshot.ts has it. */
export const UNTRACKED_FILE = 10 * 1024 * 1024
