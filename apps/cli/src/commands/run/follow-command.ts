import { LOG_PATHS, redactOutput, type Preparation, type RunningCommand } from '@reprise/capture/recording'
import type { Run } from '@reprise/sdk'
import type { Upload } from '../../recording/upload.ts'

/** Milliseconds between two looks at what the command has written and uses. */
const INTERVAL = 5_000
/** A refresh may take this part of the time at most: large logs are refreshed less often. */
const SHARE = 0.05
const MEGABYTE = 1e6

/** Keeps the run up to date while the command runs. */
export interface Following {
  /** Stops, and waits for what is on its way. */
  stop(): Promise<void>
}

export interface FollowParts {
  readonly running: RunningCommand
  readonly preparation: Preparation
  readonly run: Run
  readonly upload: Upload
  readonly report: (problem: unknown) => void
}

/** Uploads the command's output now and then, and logs what it uses as system metrics. */
export function followCommand({ running, preparation, run, upload, report }: FollowParts): Following {
  const sizes = { stdout: 0, stderr: 0 }
  let [step, underWay, isStopped]: [number, Promise<void>, boolean] = [0, Promise.resolve(), false]
  let lastCpu: { readonly time: number; readonly milliseconds: number } | undefined
  const logUse = (): void => {
    const { latest } = running.use
    if (latest === undefined || run.isEnded) return
    const milliseconds = latest.userCpu + latest.systemCpu
    const time = performance.now()
    const percentage = lastCpu === undefined ? undefined : (100 * (milliseconds - lastCpu.milliseconds)) / (time - lastCpu.time)
    lastCpu = { time, milliseconds }
    const values = {
      'system/command_memory_usage_megabytes': latest.memory / MEGABYTE,
      'system/command_cpu_utilization_percentage': percentage === undefined ? undefined : Math.max(0, percentage),
      'system/command_disk_read_megabytes': latest.bytesRead / MEGABYTE,
      'system/command_disk_written_megabytes': latest.bytesWritten / MEGABYTE,
      'system/command_processes': latest.processes.length,
    }
    run.logMetrics(values, { step: step++ })
  }
  const refresh = async (): Promise<void> => {
    if (preparation.options.leaveOut.has('logs')) return
    for (const name of ['stdout', 'stderr'] as const) {
      const output = running[name]
      if (output.size === sizes[name]) continue
      sizes[name] = output.size
      await upload.bytes(redactOutput(output, preparation.redactor), LOG_PATHS[name])
    }
  }
  const look = (): void => {
    const began = performance.now()
    underWay = (async () => {
      try {
        logUse()
        await refresh()
      } catch (error) {
        report(error)
      }
      if (!isStopped) schedule(Math.max(INTERVAL, (performance.now() - began) / SHARE))
    })()
  }
  const schedule = (milliseconds: number): void => {
    timer = setTimeout(look, milliseconds)
    timer.unref()
  }
  let timer = setTimeout(look, INTERVAL)
  return {
    stop: async () => {
      isStopped = true
      clearTimeout(timer)
      logUse()
      await underWay
      clearTimeout(timer)
    },
  }
}
