import { connect, type ConnectionOptions, type TLSSocket } from 'node:tls'

/** What is trusted: `ca` in place of the authorities of the system, or anybody. */
export interface TlsOptions {
  readonly ca?: Buffer
  readonly rejectUnauthorized?: boolean
}

type TlsPlace = ConnectionOptions & { readonly onread: object; readonly noDelay: boolean }

/** Connections to one server. Those after the first go on with what was agreed on, which saves a round trip and most of the work. */
export class TlsSessions {
  #session: Buffer | undefined

  connect(place: TlsPlace, onConnect: () => void): TLSSocket {
    const session = this.#session === undefined ? {} : { session: this.#session }
    const socket = connect({ ...place, ...session, ALPNProtocols: ['http/1.1'] }, onConnect)
    socket.on('session', (bytes) => void (this.#session = bytes))
    return socket
  }
}
