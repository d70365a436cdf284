import { readFileSync } from 'node:fs'
import { freemem, totalmem } from 'node:os'
import type { Sample } from './system-metrics.ts'

const MEGABYTE = 1e6

/** Memory of the machine in use, and of this process (its resident set). */
export function measureMemory(): Sample {
  const total = totalmem()
  const used = total - (readAvailable() ?? freemem())
  return {
    system_memory_usage_megabytes: used / MEGABYTE,
    system_memory_usage_percentage: (100 * used) / total,
    process_memory_usage_megabytes: process.memoryUsage.rss() / MEGABYTE,
  }
}

/** What Linux could give to programs; its free memory leaves out caches. */
function readAvailable(): number | undefined {
  try {
    const kilobytes = /^MemAvailable:\s+(\d+) kB$/m.exec(readFileSync('/proc/meminfo', 'utf8'))?.[1]
    return kilobytes === undefined ? undefined : Number(kilobytes) * 1024
  } catch {
    // Not Linux.
    return undefined
  }
}
