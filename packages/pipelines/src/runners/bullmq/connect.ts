import { RepriseError } from '@reprise/protocol/errors'
import type { Redis } from 'ioredis'
import { loadPackage } from '../../running/index.ts'

export const DEFAULT_QUEUE = 'reprise-stages'
export const DEFAULT_URL = 'redis://127.0.0.1:6379'

/** Milliseconds after which a worker that does not say that it is alive has died. */
export const LOCK = 15_000
/** Milliseconds between looks for such. */
export const STALLED_INTERVAL = 3_000

/** What the queue carries of a command: where its folder is, and nothing else. */
export interface StageJob {
  readonly folder: string
  readonly stage: string
}

/** Connects to a Redis. Throws TEMPORARILY_UNAVAILABLE where none answers. */
export async function connectRedis(url: string, { isBlocking = false }: { readonly isBlocking?: boolean } = {}): Promise<Redis> {
  const { Redis: Client } = await loadPackage('ioredis', () => import('ioredis'))
  const redis = new Client(parseUrl(url), {
    lazyConnect: true,
    connectTimeout: 5_000,
    // What waits for a job waits for as long as it takes; what asks gives up, and asks again.
    maxRetriesPerRequest: isBlocking ? null : 0,
    retryStrategy: (times) => Math.min(times * 100, 2_000),
  })
  let problem: Error | undefined
  redis.on('error', (error: Error) => (problem = error))
  try {
    await redis.connect()
    return redis
  } catch (cause) {
    redis.disconnect()
    throw new RepriseError(
      'TEMPORARILY_UNAVAILABLE',
      `there is no Redis at ${withoutSecrets(url)}: ${(problem ?? (cause as Error)).message}`,
      {
        hint: 'Start one, or name another in `url` of [runners.bullmq] in reprise.toml or in REPRISE_REDIS_URL.',
        cause,
      },
    )
  }
}

function parseUrl(url: string): string {
  if (/^rediss?:\/\/./.test(url) && URL.canParse(url)) return url
  throw new RepriseError('INVALID_PARAMETER_VALUE', `'${url}' is no address of a Redis.`, {
    hint: 'It is written redis://HOST:PORT/DATABASE.',
  })
}

/** A URL as it may be shown. */
export function withoutSecrets(url: string): string {
  return url.replace(/\/\/[^@/]*@/, '//')
}
