import type { BigIntStats } from 'node:fs'
import { lstat, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { hashFiles } from '@reprise/objects'

/**
 * The packages of an environment of which a file is not, byte for byte, what was installed. An installer's cache may have been changed, and so may an
 * environment that was used. Files that are made later (programs, bytecode) are not looked at.
 */
export async function findDamaged(target: string): Promise<string[]> {
  const damaged = new Set<string>()
  for (const version of await readdir(join(target, 'lib')).catch(() => [])) {
    const site = join(target, 'lib', version, 'site-packages')
    for (const info of (await readdir(site).catch(() => [])).filter((name) => name.endsWith('.dist-info'))) {
      const expected = parseRecord(await readFile(join(site, info, 'RECORD'), 'utf8').catch(() => ''))
      const name = info.slice(0, info.indexOf('-'))
      const files: FileToCheck[] = []
      for (const [path, digest] of expected) {
        const file = join(site, path)
        const state = await lstat(file, { bigint: true }).catch(() => undefined)
        if (state === undefined) damaged.add(name)
        else files.push({ path: file, state, digest })
      }
      const outcomes = await hashFiles(files, { algorithms: ['sha256'] })
      const isOther = outcomes.some((outcome, index) => outcome.kind !== 'hashed' || outcome.hashes.sha256 !== files[index]?.digest)
      if (isOther) damaged.add(name)
    }
  }
  return [...damaged]
}

interface FileToCheck {
  readonly path: string
  readonly state: BigIntStats
  readonly digest: string
}

/** Paths with the digests in hexadecimal digits, of lines `path,sha256=base64,size`. */
function parseRecord(text: string): [path: string, digest: string][] {
  return text.split(/\r?\n/).flatMap((line): [string, string][] => {
    const [, quoted, plain, digest = ''] = /^(?:"((?:[^"]|"")*)"|([^,]*)),sha256=([^,]+),\d*$/.exec(line) ?? []
    const path = quoted?.replaceAll('""', '"') ?? plain
    if (path === undefined || path.startsWith('../') || path.startsWith('/')) return []
    return [[path, Buffer.from(digest, 'base64url').toString('hex')]]
  })
}
