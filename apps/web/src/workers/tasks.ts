import type { CodeFilePlace, CodePlace } from '../code/open-code.ts'
import type { TextPair } from '../diff/diff-texts.ts'
import type { ArrayFile, ArrayPlace } from '../files/arrays/describe-array.ts'
import type { ParquetFile, ParquetRows } from '../files/parquet/read-parquet.ts'

/** What is computed beside the page, so that the page never waits for it. A new one is a line. */
export const tasks = {
  describeParquet: async (input: ParquetFile) => (await import('../files/parquet/read-parquet.ts')).describeParquet(input),
  readParquet: async (input: ParquetRows) => (await import('../files/parquet/read-parquet.ts')).readParquet(input),
  listArrays: async (input: ArrayFile) => (await import('../files/arrays/describe-array.ts')).listArrays(input),
  describeArray: async (input: ArrayPlace) => (await import('../files/arrays/describe-array.ts')).describeArray(input),
  listCode: async (input: CodePlace) => (await import('../code/open-code.ts')).listCode(input),
  readCode: async (input: CodeFilePlace) => (await import('../code/open-code.ts')).readCode(input),
  diffTexts: async (input: TextPair) => (await import('../diff/diff-texts.ts')).diffTexts(input),
} as const

export type Tasks = typeof tasks
export type TaskName = keyof Tasks
export type TaskInput<Name extends TaskName> = Parameters<Tasks[Name]>[0]
export type TaskResult<Name extends TaskName> = Awaited<ReturnType<Tasks[Name]>>

export interface TaskMessage {
  readonly id: number
  readonly name: TaskName
  readonly input: unknown
}

/** Errors go over as texts: what else they hold may not go over at all. */
export type TaskAnswer = { readonly id: number } & ({ readonly result: unknown } | { readonly error: string })
