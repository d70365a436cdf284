import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'
import { cacheFolder } from '@reprise/testing'

const run = promisify(execFile)
/** The versions the SDK is tested with. */
const packages = { bun: '1.4.5', deno: '2.9.6' } as const

/** How to start a program, or why this machine can not. */
export type Runtime = { readonly command: readonly string[]; readonly reason?: undefined } | { readonly reason: string }

/** The first Node of the oldest supported version on the search path. */
export async function findNode20(): Promise<Runtime> {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/local/bin', '/usr/bin']
  for (const path of folders.map((folder) => join(folder, 'node')).filter((path) => existsSync(path))) {
    const { stdout } = await run(path, ['--version']).catch(() => ({ stdout: '' }))
    if (stdout.startsWith('v20.')) return { command: [path] }
  }
  return { reason: 'no Node 20 on the search path' }
}

/** Bun or Deno from the package registry, kept in `.cache/runtimes` for all later runs. */
export async function installRuntime(name: keyof typeof packages): Promise<Runtime> {
  const folder = join(cacheFolder, 'runtimes', `${name}-${packages[name]}`)
  const binary = join(folder, 'node_modules', '.bin', name)
  const command = [binary, ...(name === 'bun' ? ['run'] : ['run', '--allow-all'])]
  if (existsSync(binary)) return { command }
  const fresh = `${folder}.${process.pid}`
  await mkdir(fresh, { recursive: true })
  await writeFile(join(fresh, 'package.json'), '{"private":true}')
  // Bun's program is put in its place by an install script, and this repository lets none run unless it is told to.
  const args = ['install', '--no-audit', '--no-fund', '--loglevel=error', '--ignore-scripts=false', `${name}@${packages[name]}`]
  try {
    await run('npm', args, { cwd: fresh, timeout: 120_000 })
    await run(join(fresh, 'node_modules', '.bin', name), ['--version'])
    await rename(fresh, folder)
  } catch (error) {
    await rm(fresh, { recursive: true, force: true })
    if (!existsSync(binary)) return { reason: `${name} ${packages[name]} could not be installed: ${String(error).split('\n')[0]}` }
  }
  return { command }
}
