import { type ChildProcess, spawn } from 'node:child_process'
import { accessSync, constants, mkdtempSync, rmSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Redis } from 'ioredis'

export interface ProvidedRedis {
  readonly url: string
  /** What is known of it, in words. */
  readonly description: string
  stop(): Promise<void>
}

const READY_MILLISECONDS = 30_000

/**
 * The Redis of REDIS_URL, or one that is started for as long as it is needed, by the `redis-server` on PATH. Rejects where there is neither, and says how to
 * get one.
 */
export async function provideRedis(variables: Readonly<Record<string, string | undefined>>): Promise<ProvidedRedis> {
  const { REDIS_URL: url, PATH: path = '' } = variables
  if (url !== undefined && url !== '') return { url, description: `${await ask(url)} of REDIS_URL`, stop: () => Promise.resolve() }
  const program = path
    .split(delimiter)
    .map((folder) => join(folder, 'redis-server'))
    .find(isProgram)
  if (program === undefined) throw new Error(missing)
  return start(program)
}

const missing = `This example needs Redis, and there is none: REDIS_URL is not set, and no redis-server is on PATH. One of these gets it:
  apt install redis-server
  brew install redis
  docker run --rm -p 127.0.0.1:6379:6379 redis   and   export REDIS_URL=redis://127.0.0.1:6379`

/** Without files of its own: what it holds is gone when it ends. */
async function start(program: string): Promise<ProvidedRedis> {
  const folder = mkdtempSync(join(tmpdir(), 'task-queue-redis-'))
  const port = await findFreePort()
  const args = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', folder]
  const server = spawn(program, args, { stdio: 'ignore' })
  const kill = (): void => void server.kill()
  process.once('exit', kill)
  const stop = async (): Promise<void> => {
    process.off('exit', kill)
    await end(server)
    rmSync(folder, { recursive: true, force: true })
  }
  try {
    const url = `redis://127.0.0.1:${port}`
    return { url, description: `${await askUntilReady(url, server)}, started for this`, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

async function askUntilReady(url: string, server: ChildProcess): Promise<string> {
  const deadline = Date.now() + READY_MILLISECONDS
  for (;;) {
    try {
      return await ask(url)
    } catch (error) {
      if (server.exitCode !== null || Date.now() > deadline) throw error
      await sleep(50)
    }
  }
}

/** Its version. Rejects when it does not answer. */
async function ask(url: string): Promise<string> {
  const redis = new Redis(url, { lazyConnect: true, retryStrategy: () => null, connectTimeout: 5_000 })
  redis.on('error', () => undefined)
  try {
    await redis.connect()
    const [, version = 'of unknown version'] = /redis_version:(\S+)/.exec(await redis.info('server')) ?? []
    return `Redis ${version}`
  } catch (cause) {
    throw new Error(`No Redis answers at ${new URL(url).host}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause })
  } finally {
    redis.disconnect()
  }
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

function findFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().on('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo
      server.close(() => resolve(port))
    })
  })
}

function end(server: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (server.exitCode !== null || server.signalCode !== null) return resolve()
    server.once('exit', () => resolve())
    server.kill('SIGTERM')
  })
}
