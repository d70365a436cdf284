import type { Run } from '../runs/run.ts'
import { createCpuProbe } from './cpu.ts'
import { measureDisk } from './disk.ts'
import { createGpuProbe } from './gpu.ts'
import { measureMemory } from './memory.ts'
import { createNetworkProbe } from './network.ts'

const INTERVAL = 10_000

export interface SystemMetricsOptions {
  /** Milliseconds between two samples; default 10,000. */
  readonly interval?: number | undefined
}

/** Values by the names MLflow gives them, without the prefix `system/`; what this machine can not tell is left out. */
export type Sample = Readonly<Record<string, number>>
/** Measures one thing; probes that measure rates remember the last time. */
export type Probe = () => Sample | Promise<Sample>

/**
 * Logs the use of the machine until the function it returns is called. The first sample is taken after one interval,
 * since most are rates. A probe that fails is reported once and never asked again.
 */
export function startSystemMetrics(
  run: Run,
  { interval = INTERVAL, onProblem }: SystemMetricsOptions & { readonly onProblem: (problem: Error) => void },
): () => void {
  const probes = new Set<Probe>([createCpuProbe(), measureMemory, measureDisk, createNetworkProbe(), createGpuProbe(interval)])
  let step = 0
  let isSampling = false
  const sample = async (): Promise<void> => {
    if (isSampling) return
    isSampling = true
    const samples = await Promise.all([...probes].map((probe) => measure(probe)))
    isSampling = false
    if (run.isEnded) return
    const values = Object.entries(Object.assign({}, ...samples) as Sample)
    run.logMetrics(Object.fromEntries(values.map(([name, value]) => [`system/${name}`, value])), { step: step++ })
  }
  const measure = async (probe: Probe): Promise<Sample> => {
    try {
      return await probe()
    } catch (error) {
      probes.delete(probe)
      onProblem(error instanceof Error ? error : new Error(String(error)))
      return {}
    }
  }
  const timer = setInterval(() => void sample(), interval)
  timer.unref()
  return () => clearInterval(timer)
}
