import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ModelFiles, ModelMetadata } from '../model/index.ts'

/** Writes `metrics.json`, `model/weights.npz` and `model/model.json` into `folder`. */
export function writeResults(folder: string, { metrics, model }: { metrics: Readonly<Record<string, number>>; model: ModelFiles }): void {
  mkdirSync(join(folder, 'model'), { recursive: true })
  writeFileSync(join(folder, 'metrics.json'), toJson(metrics))
  writeFileSync(join(folder, 'model', 'weights.npz'), model.weights)
  writeFileSync(join(folder, 'model', 'model.json'), toJson(model.metadata))
}

/** Reads the model that {@link writeResults} wrote. */
export function readModelFiles(folder: string): ModelFiles {
  const metadata = JSON.parse(readFileSync(join(folder, 'model', 'model.json'), 'utf8')) as ModelMetadata
  return { weights: readFileSync(join(folder, 'model', 'weights.npz')), metadata }
}

function toJson(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`
}
