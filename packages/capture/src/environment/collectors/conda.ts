import { existsSync, readdirSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { RecordedPackage } from '@reprise/protocol'
import { redactUrl } from '../../secrets/index.ts'
import { absent, type Collector, noted } from '../collector.ts'

/** What conda installed in the environment of the command's Python, or the active one: from `conda-meta`, without starting conda. */
export const conda: Collector = {
  items: ['conda.packages'],
  limit: 10_000,
  collect: async ({ env, python }) => {
    const facts = await python().catch(() => undefined)
    const prefixes = [facts?.prefix, facts?.base_prefix, env['CONDA_PREFIX']]
    const prefix = prefixes.find((path) => path !== undefined && existsSync(join(path, 'conda-meta', 'history')))
    if (prefix === undefined) return { items: { 'conda.packages': absent('There is no conda environment.') } }
    const files = readdirSync(join(prefix, 'conda-meta')).filter((name) => name.endsWith('.json'))
    const packages = (await Promise.all(files.map((name) => readPackage(join(prefix, 'conda-meta', name))))).flat()
    return { items: { 'conda.packages': noted(`${packages.length} packages in ${prefix}.`) }, packages, system: { conda: { prefix } } }
  },
}

async function readPackage(file: string): Promise<RecordedPackage[]> {
  const { name, version, build, sha256, md5, url } = JSON.parse(await readFile(file, 'utf8')) as Readonly<Record<string, unknown>>
  if (typeof name !== 'string' || typeof version !== 'string') return []
  const fingerprint = [sha256, md5].find((digest) => typeof digest === 'string')
  return [
    {
      ecosystem: 'conda',
      name,
      version: typeof build === 'string' ? `${version}=${build}` : version,
      edited: [],
      ...(typeof fingerprint === 'string' ? { fingerprint } : {}),
      // A package that was installed from a file can be got elsewhere only by its name.
      ...(typeof url === 'string' && /^https?:/.test(url) ? { source: redactUrl(url) } : {}),
    },
  ]
}
