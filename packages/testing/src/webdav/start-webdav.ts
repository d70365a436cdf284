import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { withFreePort } from '../free-port.ts'
import { ensurePython, type PythonEnvironment } from '../python/ensure-python.ts'
import { createTemporaryFolder } from '../temporary-folder.ts'
import { startTethered } from '../tethered-process.ts'
import { waitUntilListening } from '../wait-until-listening.ts'

const PACKAGES = ['wsgidav==4.4.0', 'cheroot==11.1.2']

export interface RunningWebdav extends AsyncDisposable {
  /** `http://127.0.0.1:PORT`. */
  readonly url: string
  readonly user: string
  readonly password: string
  /** Where its files lie. */
  readonly folder: string
  /** Ends it and removes its data. Idempotent. */
  stop(): Promise<void>
}

/** The Python that has a WebDAV server, or why there is none. */
export function ensureWebdav(): Promise<PythonEnvironment> {
  return ensurePython(PACKAGES)
}

/** Starts WsgiDAV on a free port of 127.0.0.1; it ends with this process at the latest. */
export async function startWebdav(): Promise<RunningWebdav> {
  const found = await ensureWebdav()
  if (found.reason !== undefined) throw new Error(`There is no WebDAV server to start: ${found.reason}.`)
  const folder = await createTemporaryFolder('webdav')
  const data = join(folder.path, 'data')
  await mkdir(data)
  const [user, password] = ['tester', 'secret of the tester']
  try {
    return await withFreePort(async (port) => {
      const config = {
        host: '127.0.0.1',
        port,
        provider_mapping: { '/': data },
        simple_dc: { user_mapping: { '*': { [user]: { password } } } },
        http_authenticator: { accept_basic: true, accept_digest: false, default_to_digest: false },
        verbose: 1,
      }
      const file = join(folder.path, 'config.json')
      await writeFile(file, JSON.stringify(config))
      const command = join(found.python, '..', 'wsgidav')
      const server = await startTethered({ command, args: ['--config', file], removeOnDeath: folder.path })
      await waitUntilListening(server, port, 'The WebDAV server')
      const stop = async (): Promise<void> => {
        await server.stop({ graceMs: 2_000 })
        await folder.remove()
      }
      return { url: `http://127.0.0.1:${port}`, user, password, folder: data, stop, [Symbol.asyncDispose]: stop }
    })
  } catch (error) {
    await folder.remove()
    throw error
  }
}
