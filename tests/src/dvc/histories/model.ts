import type { Stage } from './pipeline.ts'

/** What a history thinks is there. It need not be right: where it is not, a step asks for what does not exist. */
export interface Model {
  /** Files and folders of data that stages may read, tracked or not. */
  readonly data: Set<string>
  readonly folders: Set<string>
  readonly tracked: Set<string>
  /** By folder: '' and 'sub'. */
  readonly pipelines: Map<string, Stage[]>
  readonly commits: { readonly data: readonly string[]; readonly tracked: readonly string[]; readonly pipelines: Map<string, Stage[]> }[]
  count: number
}

export function createModel(): Model {
  return {
    data: new Set(['f0', 'f1']),
    folders: new Set(['d0']),
    tracked: new Set(),
    pipelines: new Map([['', []]]),
    commits: [],
    count: 0,
  }
}

/** One thing done to a repository, the same with both tools. */
export type Deed =
  | { readonly do: 'write'; readonly path: string; readonly text: string }
  | { readonly do: 'remove'; readonly path: string }
  | { readonly do: 'mode'; readonly path: string; readonly mode: number }
  | { readonly do: 'run'; readonly args: readonly string[]; readonly cwd?: string; readonly isJson?: boolean }
  | { readonly do: 'git'; readonly args: readonly string[] }
  | { readonly do: 'drop-object'; readonly number: number }
  /** Nobody protected it, and its bytes are others. */
  | { readonly do: 'spoil-object'; readonly number: number }
  | { readonly do: 'link'; readonly path: string; readonly target: string }
