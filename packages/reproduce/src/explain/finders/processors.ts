import { readFile } from 'node:fs/promises'
import { findProgram } from '@reprise/capture'
import type { RunRecord } from '@reprise/protocol'
import type { Finder } from '../sides.ts'
import type { Toggle } from '../toggle.ts'

const threadVariables = ['OMP_NUM_THREADS', 'MKL_NUM_THREADS', 'OPENBLAS_NUM_THREADS', 'NUMEXPR_NUM_THREADS']

/** As many processors as the original had; in noise, one, and one thread. Where that can not be set, the variables by which libraries count. */
export const findProcessors: Finder = async ({ a, here, isNoisy, context, name }) => {
  const [own, other] = [countProcessors(a.record), countProcessors(here)]
  const wanted = isNoisy ? 1 : own
  if (wanted === undefined || (!isNoisy && own === other)) return []
  const cause = { kind: 'threads', subject: isNoisy ? 'number of threads' : 'cpu.usable_count' } as const
  const did = isNoisy ? 'one processor and one thread' : `${wanted === 1 ? 'one processor' : `${wanted} processors`}, as in ${name}`
  const set = new Set(here.environment.variables.map((variable) => variable.name))
  const free = isNoisy ? threadVariables : threadVariables.filter((variable) => !set.has(variable))
  const counted: NonNullable<Toggle['change']> = (request) => ({
    ...request,
    variables: { ...request.variables, ...Object.fromEntries(free.map((variable) => [variable, String(wanted)])) },
  })
  const processors = (await listProcessors(other !== undefined && wanted <= other)).slice(0, wanted)
  if (findProgram('taskset', { path: context.env['PATH'], folder: '/' }).path === undefined || processors.length < wanted) {
    const why = processors.length < wanted ? `there are only ${processors.length} processors here` : 'there is no taskset here'
    return [
      { ...cause, did: `${did}, told to libraries by ${free.join(', ')}`, weight: 0, change: counted },
      { ...cause, why },
    ]
  }
  const change: Toggle['change'] = async (request, files) => ({ ...(isNoisy ? await counted(request, files) : request), processors })
  return [{ ...cause, did, weight: 0, change }]
}

/** Numbers of the processors that this process may use, or of all that are here. */
async function listProcessors(isAllowed: boolean): Promise<number[]> {
  const file = isAllowed ? '/proc/self/status' : '/sys/devices/system/cpu/online'
  const text = await readFile(file, 'utf8').catch(() => '')
  const list = isAllowed ? /^Cpus_allowed_list:\s*(\S+)/m.exec(text)?.[1] : text.trim()
  return (list ?? '').split(',').flatMap((range) => {
    const [first = NaN, last = first] = range.split('-').map(Number)
    return Number.isInteger(first) && last - first < 10_000 ? Array.from({ length: last - first + 1 }, (_, index) => first + index) : []
  })
}

function countProcessors({ environment }: RunRecord): number | undefined {
  const found =
    /"usable_count":\s*(\d+)/.exec(JSON.stringify(environment.system)) ?? /"cpu_count":\s*(\d+)/.exec(JSON.stringify(environment.system))
  return found === null ? undefined : Number(found[1])
}
