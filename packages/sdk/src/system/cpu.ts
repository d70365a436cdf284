import { cpus, loadavg, platform } from 'node:os'
import type { Probe } from './system-metrics.ts'

/** Use of all processors since the last sample, and the load, where the system has one. */
export function createCpuProbe(): Probe {
  let last = readTimes()
  return () => {
    const now = readTimes()
    const total = now.total - last.total
    const percentage = total === 0 ? 0 : 100 * (1 - (now.idle - last.idle) / total)
    last = now
    return { cpu_utilization_percentage: percentage, ...(platform() === 'win32' ? {} : { load_average_1m: loadavg()[0] ?? 0 }) }
  }
}

function readTimes(): { total: number; idle: number } {
  const times = cpus().map((cpu) => cpu.times)
  const idle = times.reduce((sum, time) => sum + time.idle, 0)
  const total = times.reduce((sum, { user, nice, sys, irq }) => sum + user + nice + sys + irq, idle)
  return { total, idle }
}
