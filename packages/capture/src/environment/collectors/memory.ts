import { totalmem } from 'node:os'
import { type Collector, whether } from '../collector.ts'
import { readGroupLimit, readText } from '../limits-of-group.ts'

/** Memory that is there, and that may be used. Bytes. */
export const memory: Collector = {
  items: ['memory.total', 'memory.limit'],
  isQuick: true,
  limit: 1_000,
  collect: () => {
    const total = totalmem()
    const parse = (text: string): number | undefined => (/^\d+$/.test(text) && Number(text) < total ? Number(text) : undefined)
    const [limit] = readGroupLimit({ v2: 'memory.max', v1: ['memory', 'memory.limit_in_bytes'] }, parse).toSorted((a, b) => a - b)
    const swap = /^SwapTotal:\s+(\d+) kB$/m.exec(readText('/proc/meminfo') ?? '')?.[1]
    return {
      items: { 'memory.total': true, 'memory.limit': whether(limit, 'There is no limit by a control group.') },
      system: {
        memory: {
          total_bytes: total,
          ...(limit === undefined ? {} : { cgroup_limit_bytes: limit }),
          ...(swap === undefined ? {} : { swap_bytes: Number(swap) * 1024 }),
        },
      },
    }
  },
}
