import { readFileSync } from 'node:fs'
import type { Server } from '../servers/start.ts'

const CLOCK_TICKS = 100

/** Cores kept busy on average, of 1 each. */
export interface CpuShares {
  readonly driverCores: number
  readonly serverCores: number
  /** By everything else on this machine: with more than a little, figures are provisional. */
  readonly otherCores: number
}

/** Watches who uses the CPU from now until the answered function is called. */
export function watchCpu(server: Server): () => CpuShares {
  const before = read(server)
  return () => {
    const after = read(server)
    const seconds = after.clock - before.clock
    const driverCores = (after.driver - before.driver) / seconds
    const serverCores = (after.server - before.server) / seconds
    const busyCores = (after.busy - before.busy) / seconds
    return { driverCores, serverCores, otherCores: Math.max(0, busyCores - driverCores - (Number.isNaN(serverCores) ? 0 : serverCores)) }
  }
}

function read(server: Server): { clock: number; driver: number; server: number; busy: number } {
  const { user, system } = process.cpuUsage()
  return { clock: performance.now() / 1_000, driver: (user + system) / 1e6, server: server.cpuSeconds(), busy: readBusySeconds() }
}

/** CPU seconds of the whole machine: user, nice, system and interrupts, not idle or waiting. */
function readBusySeconds(): number {
  const fields = readFileSync('/proc/stat', 'utf8').split('\n', 1)[0]?.trim().split(/\s+/).slice(1).map(Number) ?? []
  return [0, 1, 2, 5, 6].reduce((sum, field) => sum + (fields[field] ?? 0), 0) / CLOCK_TICKS
}
