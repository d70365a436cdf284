import { absent, type Collector, failed, type Finding, type ItemState, whether } from '../collector.ts'
import { readText } from '../limits-of-group.ts'
import { findProgram } from '../programs/find-program.ts'
import { runProgram } from '../programs/run-program.ts'

const items = ['gpu.devices', 'gpu.driver', 'gpu.cuda'] as const
const fields = ['name', 'uuid', 'memory.total', 'driver_version', 'compute_cap', 'pci.bus_id'] as const

/** NVIDIA's GPUs, as its tool tells. The tool hangs where a driver is broken, so its time is short. */
export const gpu: Collector = {
  items,
  limit: 5_000,
  collect: async (context) => {
    const tool = findProgram('nvidia-smi', context)
    if (tool === undefined) return describeNone()
    const ask = (args: readonly string[]): ReturnType<typeof runProgram> => runProgram(tool, { ...context, args })
    const [devices, header] = await Promise.all([ask([`--query-gpu=${fields.join(',')}`, '--format=csv,noheader,nounits']), ask([])])
    if (devices.trouble === 'aborted') throw context.signal.reason
    if (devices.trouble !== undefined) return sameForAll(failed(`nvidia-smi: ${devices.trouble}`))
    const gpus = devices.stdout
      .trim()
      .split('\n')
      .filter((line) => line !== '')
      .map(parseDevice)
    const cuda = /CUDA Version:\s*([\d.]+)/.exec(header.stdout ?? '')?.[1]
    const driver = gpus[0]?.driver_version
    return {
      items: {
        'gpu.devices': whether(gpus[0], 'nvidia-smi lists none.'),
        'gpu.driver': whether(driver, 'nvidia-smi lists no device.'),
        'gpu.cuda': whether(cuda, 'nvidia-smi does not say.'),
      },
      system: {
        gpu: {
          cuda_available: gpus.length > 0,
          gpu_count: gpus.length,
          ...(driver === undefined ? {} : { driver_version: driver }),
          ...(cuda === undefined ? {} : { cuda_version: cuda }),
          gpus: gpus.map(({ driver_version: _, ...device }) => device),
        },
      },
    }
  },
}

function describeNone(): Finding {
  const amd = readText('/sys/module/amdgpu/version')?.trim()
  const why =
    amd === undefined
      ? 'nvidia-smi was not found on PATH.'
      : `nvidia-smi was not found on PATH; there is the driver amdgpu ${amd}, whose devices are not listed.`
  return { ...sameForAll(absent(why)), system: { gpu: { cuda_available: false, gpu_count: 0, gpus: [] } } }
}

function sameForAll(state: ItemState): Finding {
  return { items: Object.fromEntries(items.map((name) => [name, state])) }
}

interface Device {
  readonly name: string
  readonly uuid: string
  readonly memory_total_bytes: number
  readonly driver_version: string
  readonly compute_capability: string
  readonly bus_id: string
}

function parseDevice(line: string): Device {
  const [name = '', uuid = '', memory = '', driver = '', capability = '', bus = ''] = line.split(',').map((part) => part.trim())
  return { name, uuid, memory_total_bytes: Number(memory) * 2 ** 20, driver_version: driver, compute_capability: capability, bus_id: bus }
}
