import { join } from 'node:path'
import { RepriseError } from '@reprise/protocol'
import type { RunningServer } from '@reprise/server'
import { isPortTaken } from '../../serving/listen-error.ts'
import { startServer } from '../../serving/start-server.ts'
import type { DemoOptions } from './index.ts'

const HOST = '127.0.0.1'
const FOLDER = join('reprise-data', 'demo')
/** Demos beside each other, each in a folder of its own. */
const MOST_DEMOS = 20

export interface DemoServer {
  readonly server: RunningServer
  /** Where its runs are. */
  readonly folder: string
  /** What is not as it was asked for, and why. */
  readonly remarks: readonly string[]
}

/** A server on the port that was asked for or another one, in the usual folder or one that no other demo uses. */
export async function startDemoServer({ folder, port }: DemoOptions): Promise<DemoServer> {
  const folders =
    folder === undefined ? [FOLDER, ...Array.from({ length: MOST_DEMOS - 1 }, (_, index) => `${FOLDER}-${index + 2}`)] : [folder]
  const remarks: string[] = []
  for (const [index, place] of folders.entries()) {
    try {
      return { server: await startOn(place, port, remarks), folder: place, remarks }
    } catch (error) {
      if (!isInUse(error) || index === folders.length - 1) throw error
      remarks.push(`${place} belongs to another demo that is running; this one uses ${folders[index + 1] ?? ''}.`)
    }
  }
  throw new RepriseError('RESOURCE_EXHAUSTED', `${MOST_DEMOS} demos are running.`, { hint: 'Stop one, or name a folder with --folder.' })
}

async function startOn(folder: string, port: number, remarks: string[]): Promise<RunningServer> {
  const parts = { host: HOST, store: join(folder, 'reprise.db'), artifacts: join(folder, 'artifacts'), allowedHosts: '', logLevel: 'warn' }
  try {
    return await startServer({ ...parts, port })
  } catch (error) {
    if (!isPortTaken(error)) throw error
    const server = await startServer({ ...parts, port: 0 })
    remarks.push(`Port ${port} is taken by another program; this server has port ${new URL(server.url).port}.`)
    return server
  }
}

function isInUse(error: unknown): boolean {
  return error instanceof RepriseError && error.code === 'RESOURCE_CONFLICT' && !isPortTaken(error)
}
