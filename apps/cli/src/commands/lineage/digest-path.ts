import { createHash } from 'node:crypto'
import { createReadStream, realpathSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { hashOut } from '@reprise/pipelines/checkout'
import { findRoot } from '@reprise/pipelines/project'
import { openRepository } from '@reprise/pipelines/repository'
import { RepriseError } from '@reprise/protocol'
import { cacheFolderOf } from '../../cache-folder.ts'

/** The digest by which runs record a file or folder: MD5, of a folder as DVC makes it, which takes a project for what it ignores. */
export async function digestPath(path: string): Promise<string> {
  if (statSync(path).isFile()) return digestFile(path)
  const { root } = findRoot(process.cwd())
  if (root === undefined) {
    throw new RepriseError('INVALID_PARAMETER_VALUE', `'${path}' is a folder, and no project is here that says what of it counts.`, {
      hint: 'Give a file, or a digest: dvc.lock has those of folders.',
    })
  }
  const { signal } = new AbortController()
  await using repository = await openRepository({
    root,
    cwd: process.cwd(),
    env: process.env,
    memoryFolder: `${cacheFolderOf(process.env)}/data`,
    signal,
  })
  const found = await hashOut(repository.workspace, realpathSync(resolve(path)), { signal })
  if (found !== undefined) return found.oid
  throw new RepriseError('RESOURCE_DOES_NOT_EXIST', `'${path}' is ignored by the project.`)
}

async function digestFile(path: string): Promise<string> {
  const hash = createHash('md5')
  await pipeline(createReadStream(path), hash)
  return hash.digest('hex')
}
