import { arch, availableParallelism, cpus } from 'node:os'
import { join } from 'node:path'
import { type Collector, whether } from '../collector.ts'
import { readGroupLimit, readText } from '../limits-of-group.ts'

/** Model, instructions it knows, cores, and how much of them may be used: results of floating-point work depend on each. */
export const cpu: Collector = {
  items: ['cpu.model', 'cpu.flags', 'cpu.cores', 'cpu.limit'],
  isQuick: true,
  limit: 1_000,
  collect: () => {
    const info = readText('/proc/cpuinfo') ?? ''
    const [first] = cpus()
    const model = field(info, 'model name') ?? first?.model.trim()
    const flags = (field(info, 'flags') ?? field(info, 'Features') ?? '').split(' ').filter((flag) => flag !== '')
    const [limit] = readGroupLimit({ v2: 'cpu.max', v1: ['cpu', 'cpu.cfs_quota_us'] }, parseQuota).toSorted((a, b) => a - b)
    const physical = countPhysical(info)
    return {
      items: {
        'cpu.model': whether(model, 'The system does not say.'),
        'cpu.flags': whether(flags[0], 'The system does not say.'),
        'cpu.cores': true,
        'cpu.limit': whether(limit, 'There is no limit by a control group.'),
      },
      system: {
        cpu: {
          cpu_count: cpus().length || availableParallelism(),
          ...(model === undefined ? {} : { model_name: model }),
          architecture: arch(),
          usable_count: availableParallelism(),
          ...(physical === 0 ? {} : { physical_cores: physical }),
          ...(limit === undefined ? {} : { cgroup_limit: limit }),
          flags: flags.toSorted(),
        },
      },
    }
  },
}

function field(info: string, name: string): string | undefined {
  return new RegExp(`^${name}\\s*:\\s*(.+)$`, 'm').exec(info)?.[1]?.trim()
}

function countPhysical(info: string): number {
  const cores = info.split('\n\n').flatMap((part) => {
    const core = field(part, 'core id')
    return core === undefined ? [] : [`${field(part, 'physical id') ?? ''}:${core}`]
  })
  return new Set(cores).size
}

/** In cores. Version 2 has `quota period` in one file, version 1 a file for each, with -1 for none. */
function parseQuota(text: string, folder: string): number | undefined {
  const [quota = '', period = readText(join(folder, 'cpu.cfs_period_us')) ?? ''] = text.split(' ')
  const cores = Number(quota) / Number(period)
  return Number.isFinite(cores) && cores > 0 ? Math.round(cores * 1000) / 1000 : undefined
}
