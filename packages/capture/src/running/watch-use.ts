import { measureTree, measureWaitedChildren, type TreeUse } from './process-tree.ts'

/** Milliseconds between two looks: often at first, since most commands are short. */
const FIRST = 20
const LONGEST = 1_000
const GROWTH = 1.5

/** What a command used in all. Bytes and milliseconds; a field is absent where the system does not tell. */
export interface ResourceUse {
  readonly userCpu?: number
  readonly systemCpu?: number
  readonly peakMemory?: number
  readonly bytesRead?: number
  readonly bytesWritten?: number
  readonly processes?: number
}

export interface UseWatch {
  /** The newest look, while the command runs. */
  readonly latest: TreeUse | undefined
  /** To be called once the command was waited for. */
  end(): ResourceUse
}

/** Looks at a process and its descendants now and then until `end`. What lived shorter than the time between two looks may be missed. */
export function watchUse(pid: number): UseWatch {
  const before = measureWaitedChildren()
  const seen = new Set<number>()
  let [latest, peakMemory, pause]: [TreeUse | undefined, number, number] = [undefined, 0, FIRST]
  const look = (): void => {
    const use = measureTree(pid)
    // A process that has ended and is not waited for yet holds nothing any more.
    if (use !== undefined && use.memory > 0) latest = use
    peakMemory = Math.max(peakMemory, latest?.memory ?? 0)
    for (const process of latest?.processes ?? []) seen.add(process)
    pause = Math.min(LONGEST, pause * GROWTH)
    timer = setTimeout(look, pause)
    timer.unref()
  }
  let timer = setTimeout(look, pause)
  return {
    get latest() {
      return latest
    },
    end: () => {
      clearTimeout(timer)
      const after = measureWaitedChildren()
      if (before === undefined || after === undefined) return {}
      const [userCpu, systemCpu] = [after.userCpu - before.userCpu, after.systemCpu - before.systemCpu]
      const times = { userCpu: Math.max(userCpu, latest?.userCpu ?? 0), systemCpu: Math.max(systemCpu, latest?.systemCpu ?? 0) }
      if (latest === undefined) return times
      const { bytesRead, bytesWritten } = latest
      return { ...times, peakMemory, bytesRead, bytesWritten, processes: seen.size }
    },
  }
}
