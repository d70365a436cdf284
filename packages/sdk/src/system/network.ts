import { readFile } from 'node:fs/promises'
import type { Probe } from './system-metrics.ts'

const MEGABYTE = 1e6

/** What went over all network interfaces but the loopback since the run began; Linux only. */
export function createNetworkProbe(): Probe {
  let first: Traffic | undefined
  return async () => {
    const now = await readTraffic()
    if (now === undefined) return {}
    first ??= now
    return {
      network_receive_megabytes: (now.received - first.received) / MEGABYTE,
      network_transmit_megabytes: (now.sent - first.sent) / MEGABYTE,
    }
  }
}

interface Traffic {
  readonly received: number
  readonly sent: number
}

async function readTraffic(): Promise<Traffic | undefined> {
  const text = await readFile('/proc/net/dev', 'utf8').catch(() => undefined)
  const lines = text?.split('\n').filter((line) => line.includes(':') && !line.trimStart().startsWith('lo:'))
  const columns = lines?.map((line) =>
    line
      .slice(line.indexOf(':') + 1)
      .trim()
      .split(/\s+/)
      .map(Number),
  )
  const sum = (column: number): number => (columns ?? []).reduce((all, values) => all + (values[column] ?? 0), 0)
  return columns === undefined ? undefined : { received: sum(0), sent: sum(8) }
}
