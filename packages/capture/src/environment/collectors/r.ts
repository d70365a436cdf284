import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { RecordedPackage } from '@reprise/protocol'
import { absent, type Collector, type Context, failed, noted } from '../collector.ts'
import { runProgram } from '../programs/run-program.ts'

/** R and its packages: by renv.lock, else by the libraries of this machine. */
export const r: Collector = {
  items: ['r.interpreter', 'r.packages'],
  limit: 10_000,
  collect: async (context) => {
    const command = context.command()
    const lock = join(context.root, 'renv.lock')
    if (command.language !== 'r' && !existsSync(lock)) {
      const none = absent('The command is no R program, and there is no renv.lock.')
      return { items: { 'r.interpreter': none, 'r.packages': none } }
    }
    const packages = existsSync(lock) ? readLock(lock) : readLibraries(context.env)
    const note = noted(`${packages.length} packages by ${existsSync(lock) ? 'renv.lock' : 'their DESCRIPTION'}.`)
    if (command.language !== 'r' || command.file === undefined) {
      return { items: { 'r.interpreter': absent('The command is no R program.'), 'r.packages': note }, packages }
    }
    const answer = await runProgram(command.file, { ...context, args: ['--version'] })
    const version = /\d+\.\d+\.\d+/.exec(answer.stdout ?? '')?.[0]
    if (version === undefined)
      return { items: { 'r.interpreter': failed(answer.trouble ?? 'It does not say its version.'), 'r.packages': note }, packages }
    return {
      items: { 'r.interpreter': true, 'r.packages': note },
      packages,
      interpreters: [{ language: 'r', implementation: 'R', version, path: command.file }],
    }
  },
}

function readLock(file: string): RecordedPackage[] {
  const { Packages = {} } = JSON.parse(readFileSync(file, 'utf8')) as {
    Packages?: Record<string, { Version?: string; Hash?: string; Source?: string; RemoteSha?: string }>
  }
  return Object.entries(Packages).flatMap(([name, { Version, Hash, RemoteSha }]) =>
    Version === undefined
      ? []
      : [
          {
            ecosystem: 'r',
            name,
            version: Version,
            edited: [],
            ...(Hash === undefined ? {} : { fingerprint: Hash }),
            ...(RemoteSha === undefined ? {} : { source: `commit ${RemoteSha}` }),
          },
        ],
  )
}

function readLibraries(env: Context['env']): RecordedPackage[] {
  const named = [env['R_LIBS'], env['R_LIBS_USER'], env['R_LIBS_SITE']].flatMap((paths) => (paths ?? '').split(':'))
  const folders = [...named, '/usr/local/lib/R/site-library', '/usr/lib/R/site-library', '/usr/lib/R/library', '/usr/local/lib/R/library']
  const found = new Map<string, RecordedPackage>()
  for (const folder of folders.filter((path) => path !== '' && existsSync(path))) {
    for (const name of readdirSync(folder)) {
      const file = join(folder, name, 'DESCRIPTION')
      const version = existsSync(file) ? /^Version:\s*(\S+)/m.exec(readFileSync(file, 'utf8'))?.[1] : undefined
      if (version !== undefined && !found.has(name)) found.set(name, { ecosystem: 'r', name, version, edited: [] })
    }
  }
  return [...found.values()]
}
