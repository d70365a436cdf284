import { createHmac } from 'node:crypto'
import { createTemporaryFolder } from '../temporary-folder.ts'
import { withFreePort } from '../free-port.ts'
import { startTethered } from '../tethered-process.ts'
import { waitUntilListening } from '../wait-until-listening.ts'
import { ensureAzurite } from './install.ts'

/** The account that Azurite has, with the key that is in its documentation. */
const ACCOUNT = 'devstoreaccount1'
const KEY = 'Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw=='
const API = '2024-11-04'

export interface RunningAzurite extends AsyncDisposable {
  /** `http://127.0.0.1:PORT/devstoreaccount1`. */
  readonly url: string
  readonly account: string
  readonly key: string
  readonly connectionString: string
  /** A new empty container; its name. */
  createContainer(): Promise<string>
  /** Ends it and removes its data. Idempotent. */
  stop(): Promise<void>
}

/** Starts Azurite on a free port of 127.0.0.1; it ends with this process at the latest. */
export async function startAzurite(): Promise<RunningAzurite> {
  const found = await ensureAzurite()
  if (found.reason !== undefined) throw new Error(`There is no Azurite to start: ${found.reason}.`)
  const folder = await createTemporaryFolder('azurite')
  try {
    return await withFreePort(async (port) => {
      const place = ['--blobHost', '127.0.0.1', '--blobPort', String(port), '--location', folder.path]
      const server = await startTethered({
        command: process.execPath,
        args: [found.program, ...place, '--silent', '--skipApiVersionCheck', '--disableTelemetry'],
        cwd: folder.path,
        removeOnDeath: folder.path,
      })
      await waitUntilListening(server, port, 'Azurite')
      const url = `http://127.0.0.1:${port}/${ACCOUNT}`
      let containers = 0
      const stop = async (): Promise<void> => {
        await server.stop({ graceMs: 2_000 })
        await folder.remove()
      }
      return {
        url,
        account: ACCOUNT,
        key: KEY,
        connectionString: `DefaultEndpointsProtocol=http;AccountName=${ACCOUNT};AccountKey=${KEY};BlobEndpoint=${url};`,
        createContainer: async () => {
          const name = `container-${++containers}`
          await putContainer(url, name)
          return name
        },
        stop,
        [Symbol.asyncDispose]: stop,
      }
    })
  } catch (error) {
    await folder.remove()
    throw error
  }
}

/** Signed by hand: Azure's library is not one that this package has. */
async function putContainer(url: string, name: string): Promise<void> {
  const date = new Date().toUTCString()
  const lines = [
    'PUT',
    ...Array<string>(11).fill(''),
    `x-ms-date:${date}`,
    `x-ms-version:${API}`,
    `/${ACCOUNT}/${ACCOUNT}/${name}`,
    'restype:container',
  ]
  const signature = createHmac('sha256', Buffer.from(KEY, 'base64')).update(lines.join('\n')).digest('base64')
  const headers = { 'x-ms-date': date, 'x-ms-version': API, authorization: `SharedKey ${ACCOUNT}:${signature}` }
  const answer = await fetch(`${url}/${name}?restype=container`, { method: 'PUT', headers })
  if (!answer.ok) throw new Error(`The container was answered with ${answer.status}: ${await answer.text()}`)
}
