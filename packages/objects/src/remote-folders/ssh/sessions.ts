import { setTimeout as sleep } from 'node:timers/promises'
import { RepriseError } from '@reprise/protocol/errors'
import { openSftp, type Sftp } from './channel.ts'
import { connectSsh, type SshConnection } from './connect.ts'
import { statusOf, toSftpError } from './errors.ts'
import type { SshSettings } from './settings.ts'

/** A server works through the requests of a channel one by one. */
const CHANNELS = 4
const TRIES = 4
const PAUSE = 200

/** Channels of one connection, which is made anew when it breaks. */
export interface Sessions {
  /**
   * Does some work over a channel. When the connection breaks, all of it is done again, so it has to be such that this does no harm. `what` begins
   * the message of an error.
   */
  use<T>(what: string, work: (sftp: Sftp) => Promise<T>): Promise<T>
  close(): Promise<void>
}

interface Channel {
  readonly sftp: Promise<Sftp>
  load: number
}

interface Live {
  readonly connection: Promise<SshConnection>
  readonly channels: Channel[]
}

export function openSessions(settings: SshSettings): Sessions {
  const most = Math.max(1, Math.min(settings.maxSessions ?? CHANNELS, CHANNELS))
  let live: Live | undefined
  const connect = (): Live => {
    const made: Live = { connection: connectSsh(settings), channels: [] }
    made.connection.then(
      ({ client, closed }) => {
        client.on('error', () => undefined)
        void closed.then(() => drop(made))
      },
      () => drop(made),
    )
    return made
  }
  const drop = (dead: Live): void => {
    if (live !== dead) return
    live = undefined
    dead.connection.then(
      (connection) => connection.close(),
      () => undefined,
    )
  }
  const attempt = async <T>(work: (sftp: Sftp) => Promise<T>): Promise<T> => {
    const used = (live ??= connect())
    const channel = chooseChannel(used, most)
    channel.load += 1
    try {
      return await work(await channel.sftp)
    } catch (error) {
      if (statusOf(error) === undefined && !(error instanceof RepriseError)) drop(used)
      throw error
    } finally {
      channel.load -= 1
    }
  }
  return {
    use: async (what, work) => {
      for (let tried = 1; ; tried++) {
        try {
          return await attempt(work)
        } catch (error) {
          const told = toSftpError(error, `${what} (ssh://${settings.host})`)
          if (told.code !== 'TEMPORARILY_UNAVAILABLE' || tried === TRIES) throw told
          await sleep(PAUSE * 2 ** (tried - 1))
        }
      }
    },
    close: async () => {
      const last = live
      live = undefined
      const connection = await last?.connection.catch(() => undefined)
      connection?.close()
      await connection?.closed
    },
  }
}

function chooseChannel({ connection, channels }: Live, most: number): Channel {
  const free = channels.toSorted((a, b) => a.load - b.load)[0]
  if (free !== undefined && (free.load === 0 || channels.length >= most)) return free
  // A server that takes fewer channels is served with those that it takes.
  const fallback = channels[0]
  const sftp = connection.then(openSftp).catch((error: unknown) => {
    if (fallback === undefined || error instanceof RepriseError) throw error
    return fallback.sftp
  })
  sftp.catch(() => undefined)
  const channel: Channel = { sftp, load: 0 }
  channels.push(channel)
  return channel
}
