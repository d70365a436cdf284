import { execFile } from 'node:child_process'
import type { Probe, Sample } from './system-metrics.ts'

const FIELDS = ['index', 'utilization.gpu', 'memory.used', 'memory.total', 'power.draw', 'power.limit'] as const
const LONGEST = 5_000
const MEBIBYTE_IN_MEGABYTES = 1.048576

/** NVIDIA GPUs through `nvidia-smi`, which is given no longer than one interval; nothing where it is not installed. */
export function createGpuProbe(interval: number): Probe {
  let isMissing = false
  return async () => {
    const text = isMissing ? undefined : await askDriver(Math.min(interval, LONGEST))
    if (text === undefined) isMissing = true
    return text === undefined ? {} : parseAnswer(text)
  }
}

/** Undefined when there is no driver to ask, or when it failed or took too long: it would again. */
function askDriver(timeout: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const args = [`--query-gpu=${FIELDS.join(',')}`, '--format=csv,noheader,nounits']
    execFile('nvidia-smi', args, { timeout, windowsHide: true }, (error, stdout) => resolve(error === null ? stdout : undefined))
  })
}

/** One line per GPU; what a GPU can not tell is `[N/A]`. */
export function parseAnswer(text: string): Sample {
  const values = text
    .trim()
    .split('\n')
    .filter((line) => line !== '')
    .flatMap((line) => {
      const [index, utilization, used, total, power, limit] = line.split(',').map((part) => Number(part.trim()))
      const prefix = `gpu_${index}_`
      return [
        [`${prefix}utilization_percentage`, utilization],
        [`${prefix}memory_usage_megabytes`, (used ?? Number.NaN) * MEBIBYTE_IN_MEGABYTES],
        [`${prefix}memory_usage_percentage`, (100 * (used ?? Number.NaN)) / (total ?? Number.NaN)],
        [`${prefix}power_usage_watts`, power],
        [`${prefix}power_usage_percentage`, (100 * (power ?? Number.NaN)) / (limit ?? Number.NaN)],
      ] as [string, number][]
    })
  return Object.fromEntries(values.filter(([, value]) => Number.isFinite(value)))
}
