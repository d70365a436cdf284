import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { CaptureItem, RecordedEnvironment } from '@reprise/protocol'
import { type EnvironmentOptions, startEnvironmentCapture } from '../index.ts'

/** Variables of tests. */
export const env = { PATH: process.env['PATH'], HOME: '/nonexistent' }

export interface Captured {
  readonly record: RecordedEnvironment
  /** By name. */
  readonly items: ReadonlyMap<string, CaptureItem>
}

/** A capture from its start to its end. */
export async function capture(options: Partial<EnvironmentOptions> & { readonly folder: string }): Promise<Captured> {
  const started = await startEnvironmentCapture({ env, ...options })
  const { record, items } = await started.finish(options.code)
  return { record, items: new Map(items.map((item) => [item.name, item])) }
}

/** Puts a program on PATH before all others; the variables with which it is found. */
export function fakeProgram(folder: string, name: string, script: string): Record<string, string | undefined> {
  const file = join(folder, 'bin', name)
  mkdirSync(join(folder, 'bin'), { recursive: true })
  writeFileSync(file, `#!/bin/sh\n${script}\n`)
  chmodSync(file, 0o755)
  return { ...env, PATH: `${join(folder, 'bin')}:${env.PATH ?? ''}` }
}

export function findPackage({ packages }: RecordedEnvironment, name: string): RecordedEnvironment['packages'][number] | undefined {
  return packages.find((one) => one.name === name)
}
