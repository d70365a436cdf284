import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { withFreePort } from '../free-port.ts'
import { createTemporaryFolder } from '../temporary-folder.ts'
import { startTethered } from '../tethered-process.ts'
import { waitUntilListening } from '../wait-until-listening.ts'
import { ensureS3 } from './binaries.ts'

export interface RunningS3 extends AsyncDisposable {
  /** `http://127.0.0.1:PORT`. */
  readonly url: string
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly region: string
  /** Where objects of a bucket lie as files: `<folder>/<bucket>/<key>`. */
  readonly folder: string
  /** A new empty bucket; its name. */
  createBucket(): Promise<string>
  /** Ends it and removes its data. Idempotent. */
  stop(): Promise<void>
}

/** Starts an S3 server of its own on a free port of 127.0.0.1; it ends with this process at the latest. */
export async function startS3(): Promise<RunningS3> {
  const found = await ensureS3()
  if (found.reason !== undefined) throw new Error(`There is no S3 server to start: ${found.reason}.`)
  const folder = await createTemporaryFolder('s3')
  const data = join(folder.path, 'data')
  const sidecar = join(folder.path, 'sidecar')
  await mkdir(data)
  await mkdir(sidecar)
  const [accessKeyId, secretAccessKey] = ['reprise-test', 'reprise-test-secret']
  try {
    return await withFreePort(async (port) => {
      const server = await startTethered({
        command: found.binary,
        // As services do; by itself it closes every connection. What is not in the objects themselves is kept beside them: not every file system has extended attributes.
        args: ['--port', `127.0.0.1:${port}`, '--quiet', '--keep-alive', 'posix', '--sidecar', sidecar, data],
        cwd: folder.path,
        env: { ...process.env, ROOT_ACCESS_KEY: accessKeyId, ROOT_SECRET_KEY: secretAccessKey },
        removeOnDeath: folder.path,
      })
      await waitUntilListening(server, port, 'The S3 server')
      let buckets = 0
      const stop = async () => {
        await server.stop({ graceMs: 2_000 })
        await folder.remove()
      }
      return {
        url: `http://127.0.0.1:${port}`,
        accessKeyId,
        secretAccessKey,
        region: 'us-east-1',
        folder: data,
        createBucket: async () => {
          buckets += 1
          const name = `bucket-${buckets}`
          // To this server a folder is a bucket.
          await mkdir(join(data, name))
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
