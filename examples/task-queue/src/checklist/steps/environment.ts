import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { provideRedis } from '../../redis/provide-redis.ts'
import type { Step } from '../step.ts'

export const environment: Step = {
  title: 'The environment has what the tasks need',
  check: async (progress) => {
    progress.redis = await provideRedis(process.env)
    progress.endings.push(progress.redis.stop)
    return [`Node.js ${process.versions.node}, BullMQ ${versionOf('bullmq')}, ioredis ${versionOf('ioredis')}`, progress.redis.description]
  },
}

function versionOf(name: string): string {
  const path = createRequire(import.meta.url).resolve(`${name}/package.json`)
  return (JSON.parse(readFileSync(path, 'utf8')) as { version: string }).version
}
