import { statfs } from 'node:fs/promises'
import type { Sample } from './system-metrics.ts'

const MEGABYTE = 1e6

/** The file system of the working folder. */
export async function measureDisk(): Promise<Sample> {
  const { bsize, blocks, bfree, bavail } = await statfs(process.cwd())
  const used = (blocks - bfree) * bsize
  const available = bavail * bsize
  return {
    disk_usage_megabytes: used / MEGABYTE,
    disk_available_megabytes: available / MEGABYTE,
    disk_usage_percentage: (100 * used) / Math.max(1, used + available),
  }
}
