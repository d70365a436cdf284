import pg from 'pg'
import { repeat } from '../repeat.ts'

const CHANNEL = 'reprise_changes'
/** Milliseconds. */
const RECONNECT_INTERVAL = 1_000
/** Others are woken at most this often. */
const SEND_INTERVAL = 50
/** How often a silent connection is asked whether it is alive. */
const HEARTBEAT_INTERVAL = 30_000
const ANSWER_TIMEOUT = 10_000

/** How servers of one database wake each other. */
export interface Notifications {
  /** Tells every server, this one included, that there may be news. Several calls in a moment are told as one. */
  send(): void
  close(): Promise<void>
}

/** A connection of its own that hears and sends notifications, and comes back when it was lost: then, too, there may be news. */
export function openNotifications(url: string, onNews: () => void, onTrouble: (error: unknown) => void): Notifications {
  let client: pg.Client | undefined
  let closed = false
  let isUnsent = false
  let sending: NodeJS.Timeout | undefined

  const deliver = (): void => {
    isUnsent = client === undefined
    client?.query(`notify ${CHANNEL}`).catch(onTrouble)
  }
  /** Resolves when the connection has ended. */
  const stayConnected = async (): Promise<void> => {
    const fresh = new pg.Client({ ...settings, connectionString: url })
    const ended = new Promise<void>((resolve) => fresh.once('end', resolve))
    fresh.on('error', onTrouble)
    fresh.on('notification', ({ processId }) => processId !== ownProcess(fresh) && onNews())
    try {
      await fresh.connect()
      // A notification is no data: nobody has to wait until it is on the disk.
      await fresh.query(`set synchronous_commit = off; listen ${CHANNEL}`)
      client = fresh
      onNews()
      if (isUnsent) deliver()
      if (!closed) await ended
    } finally {
      client = undefined
      await fresh.end()
    }
  }
  const connection = repeat(RECONNECT_INTERVAL, stayConnected, onTrouble)
  const heartbeat = setInterval(() => void client?.query('select 1').catch(onTrouble), HEARTBEAT_INTERVAL)
  const tell = (): void => {
    sending = undefined
    onNews()
    deliver()
  }
  return {
    send: () => {
      if (!closed) sending ??= setTimeout(tell, SEND_INTERVAL)
    },
    close: async () => {
      closed = true
      clearInterval(heartbeat)
      clearTimeout(sending)
      if (sending !== undefined) tell()
      await client?.end()
      await connection.stop()
    },
  }
}

const settings = {
  application_name: 'reprise changes',
  keepAlive: true,
  connectionTimeoutMillis: ANSWER_TIMEOUT,
  query_timeout: ANSWER_TIMEOUT,
  pipeline: true,
} as const

/** The driver keeps the number of the server's process, by which it knows its own notifications. */
function ownProcess(client: pg.Client): number | undefined {
  return (client as pg.Client & { readonly processID?: number }).processID
}
