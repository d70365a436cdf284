import { execFile } from 'node:child_process'
import { chown } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { withFreePort } from '../free-port.ts'
import { createTemporaryFolder, type TemporaryFolder } from '../temporary-folder.ts'
import { startTethered, type TetheredProcess } from '../tethered-process.ts'
import { findPostgres, type PostgresBinaries } from './binaries.ts'
import { runStatement } from './run-statement.ts'

export interface PostgresOptions {
  /** Whether commits are synced to the disk: needed by crash tests and measurements, slow elsewhere. Default false. */
  readonly durable?: boolean
}

export interface RunningPostgres extends AsyncDisposable {
  /** `postgres://postgres@127.0.0.1:PORT/postgres`. */
  readonly url: string
  /** Of the postmaster. */
  readonly pid: number
  /** A new empty database of this server; its URL. */
  createDatabase(): Promise<string>
  /** Ends the server at once as a crash would, and keeps its data for {@link RunningPostgres.restart}. */
  kill9(): Promise<void>
  /** Starts it again on the same port and data after {@link RunningPostgres.kill9}. */
  restart(): Promise<void>
  /** Ends it and removes its data. Idempotent. */
  stop(): Promise<void>
}

/** Makes and starts a PostgreSQL of its own on a free port of 127.0.0.1, about a second; it ends with this process at the latest. */
export async function startPostgres(options: PostgresOptions = {}): Promise<RunningPostgres> {
  const found = findPostgres()
  if (found.reason !== undefined) throw new Error(`There is no PostgreSQL to start: ${found.reason}.`)
  const folder = await createTemporaryFolder('postgres')
  try {
    await createCluster(found.binaries, folder)
    return await withFreePort((port) => startCluster({ binaries: found.binaries, folder, port, durable: options.durable ?? false }))
  } catch (error) {
    await folder.remove()
    throw error
  }
}

async function createCluster({ initdb, user }: PostgresBinaries, folder: TemporaryFolder): Promise<void> {
  if (user) await chown(folder.path, user.uid, user.gid)
  const args = ['-D', dataFolder(folder), '-U', 'postgres', '--auth=trust', '-E', 'UTF8', '--locale=C', '--no-sync']
  await promisify(execFile)(initdb, args, { ...user, cwd: folder.path, timeout: 120_000 })
}

interface Cluster {
  readonly binaries: PostgresBinaries
  readonly folder: TemporaryFolder
  readonly port: number
  readonly durable: boolean
}

async function startCluster(cluster: Cluster): Promise<RunningPostgres> {
  let server = await startServer(cluster)
  let databases = 0
  const urlOf = (database: string) => `postgres://postgres@127.0.0.1:${cluster.port}/${database}`
  const stop = async () => {
    // SIGINT is PostgreSQL's fast shutdown: it does not wait for clients to leave.
    await server.stop({ signal: 'SIGINT' })
    await cluster.folder.remove()
  }
  return {
    url: urlOf('postgres'),
    get pid() {
      return server.pid
    },
    async createDatabase() {
      databases += 1
      const name = `test_${databases}`
      await runStatement(cluster.port, `CREATE DATABASE ${name}`)
      return urlOf(name)
    },
    async kill9() {
      await server.stop({ signal: 'SIGKILL' })
    },
    async restart() {
      server = await restartServer(cluster)
    },
    stop,
    [Symbol.asyncDispose]: stop,
  }
}

async function startServer({ binaries, folder, port, durable }: Cluster): Promise<TetheredProcess> {
  const args = ['-D', dataFolder(folder), '-k', '', '-h', '127.0.0.1', '-p', String(port), ...(durable ? [] : ['-F'])]
  const server = await startTethered({
    command: binaries.postgres,
    args,
    cwd: folder.path,
    ...(binaries.user ? { user: binaries.user } : {}),
    farewell: 'INT',
    removeOnDeath: folder.path,
  })
  await waitUntilReady(server)
  return server
}

/** The children of a killed postmaster need a moment to notice, and until then they hold its shared memory. */
async function restartServer(cluster: Cluster): Promise<TetheredProcess> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await startServer(cluster)
    } catch (error) {
      if (attempt === 50 || !/still in use|lock file/.test(String(error))) throw error
      await sleep(100)
    }
  }
}

const READY = /ready to accept connections/

async function waitUntilReady(server: TetheredProcess): Promise<void> {
  let ended = false
  void server.exited.then(() => (ended = true))
  const deadline = Date.now() + 240_000
  while (!READY.test(server.output())) {
    if (ended || Date.now() > deadline) {
      await server.stop({ signal: 'SIGKILL' })
      throw new Error(`PostgreSQL did not start:\n${server.output()}`)
    }
    await sleep(10)
  }
}

function dataFolder(folder: TemporaryFolder): string {
  return join(folder.path, 'data')
}
