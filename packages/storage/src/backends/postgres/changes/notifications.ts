import pg from 'pg'

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
  let ended: Promise<void> = Promise.resolve()
  let closed = false
  let unsent = false
  let reconnecting: NodeJS.Timeout | undefined
  let sending: NodeJS.Timeout | undefined

  const connect = async (): Promise<void> => {
    const fresh = new pg.Client({ ...settings, connectionString: url })
    const end = Promise.withResolvers<void>()
    ended = end.promise
    fresh.on('error', onTrouble)
    fresh.once('end', () => {
      client = undefined
      end.resolve()
      if (!closed) reconnecting = setTimeout(reconnect, RECONNECT_INTERVAL)
    })
    fresh.on('notification', ({ processId }) => processId !== ownProcess(fresh) && onNews())
    await fresh.connect()
    if (closed) return void (await fresh.end())
    // A notification is no data: nobody has to wait until it is on the disk.
    await fresh.query(`set synchronous_commit = off; listen ${CHANNEL}`)
    client = fresh
    onNews()
    if (unsent) deliver()
  }
  const reconnect = (): void => void connect().catch(onTrouble)
  const deliver = (): void => {
    unsent = true
    const connected = client
    if (connected === undefined) return
    unsent = false
    connected.query(`notify ${CHANNEL}`).catch(onTrouble)
  }
  const heartbeat = setInterval(() => void client?.query('select 1').catch(onTrouble), HEARTBEAT_INTERVAL)
  reconnect()
  return {
    send: () => {
      if (closed || sending !== undefined) return
      sending = setTimeout(() => {
        sending = undefined
        onNews()
        deliver()
      }, SEND_INTERVAL)
    },
    close: async () => {
      closed = true
      clearInterval(heartbeat)
      clearTimeout(reconnecting)
      clearTimeout(sending)
      if (sending !== undefined) deliver()
      await client?.end().catch(onTrouble)
      await ended
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
