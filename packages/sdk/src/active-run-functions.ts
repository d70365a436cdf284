import type { Figure } from './artifacts/figure.ts'
import type { Table } from './artifacts/table.ts'
import type { DatasetDescription, DatasetUse } from './runs/dataset-use.ts'
import type { MetricOptions } from './runs/run.ts'
import { requireActiveRun } from './runs/scope.ts'
import type { ParamValue } from './runs/to-param-value.ts'

// The methods of a run, for the run that is active where they are called. Each throws BAD_REQUEST when none is.

/** `logMetric('loss', 0.3, { step: 1 })` on the active run. */
export function logMetric(key: string, value: number, options?: MetricOptions): void {
  requireActiveRun().logMetric(key, value, options)
}

/** `logMetrics({ loss: 0.3, accuracy: 0.9 }, { step: 1 })` on the active run. */
export function logMetrics(metrics: Readonly<Record<string, number | undefined>>, options?: MetricOptions): void {
  requireActiveRun().logMetrics(metrics, options)
}

/** Logs a param of the active run. */
export function logParam(key: string, value: ParamValue): void {
  requireActiveRun().logParam(key, value)
}

/** Logs params of the active run. */
export function logParams(params: Readonly<Record<string, ParamValue>>): void {
  requireActiveRun().logParams(params)
}

/** Sets a tag of the active run. */
export function setTag(key: string, value: ParamValue): void {
  requireActiveRun().setTag(key, value)
}

/** Sets tags of the active run. */
export function setTags(tags: Readonly<Record<string, ParamValue>>): void {
  requireActiveRun().setTags(tags)
}

/** Records a dataset that the active run read. */
export function logInput(dataset: DatasetUse): void {
  requireActiveRun().logInput(dataset)
}

/** Records a dataset that the active run made. */
export function logOutput(dataset: DatasetDescription): void {
  requireActiveRun().logOutput(dataset)
}

/** Uploads a file as an artifact of the active run. */
export async function logArtifact(path: string, artifactFolder?: string): Promise<void> {
  await requireActiveRun().logArtifact(path, artifactFolder)
}

/** Uploads a folder as artifacts of the active run. */
export async function logArtifacts(
  folder: string,
  options?: { readonly artifactFolder?: string; readonly parallel?: number },
): Promise<void> {
  await requireActiveRun().logArtifacts(folder, options)
}

/** Uploads text as an artifact of the active run. */
export async function logText(text: string, artifactPath: string): Promise<void> {
  await requireActiveRun().logText(text, artifactPath)
}

/** Uploads a value as a JSON artifact of the active run. */
export async function logDict(value: unknown, artifactPath: string): Promise<void> {
  await requireActiveRun().logDict(value, artifactPath)
}

/** Uploads a picture as an artifact of the active run. */
export async function logFigure(figure: Figure, artifactPath: string): Promise<void> {
  await requireActiveRun().logFigure(figure, artifactPath)
}

/** Uploads a table as an artifact of the active run. */
export async function logTable(table: Table, artifactPath: string): Promise<void> {
  await requireActiveRun().logTable(table, artifactPath)
}
