import { createHash } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import type { KeptFile } from '@reprise/protocol'
import { createRedactor } from '../../secrets/index.ts'
import { type GitPlace, spawnGit } from '../git/run-git.ts'

/** Bytes of a patch; it is for reading. */
const LONGEST = 5 * 2 ** 20

export interface WrittenPatch {
  readonly kept: KeptFile
  /** Places that were redacted. */
  readonly secrets: number
  readonly isCut: boolean
}

interface PatchRequest {
  readonly from: string
  readonly to: string
  readonly file: string
  readonly artifact: string
}

/** Writes how one tree became the other, as text without secrets. Runs no program that attributes or configuration name. */
export async function writePatch(place: GitPlace, { from, to, file, artifact }: PatchRequest): Promise<WrittenPatch> {
  const { text, isCut } = await readDiff(place, [from, to])
  const redacted = createRedactor(place.env).text(text)
  const end = isCut ? '\n[The rest is left out: the packs have it.]\n' : ''
  const bytes = Buffer.from(redacted.text + end, 'latin1')
  await writeFile(file, bytes)
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  return { kept: { artifact, sha256, size: bytes.length }, secrets: redacted.secrets.length, isCut }
}

async function readDiff(place: GitPlace, trees: readonly string[]): Promise<{ text: string; isCut: boolean }> {
  const child = spawnGit(place, [
    'diff-tree',
    '-p',
    '-r',
    '-M',
    '--no-color',
    '--no-ext-diff',
    '--no-textconv',
    '--submodule=short',
    ...trees,
  ])
  const closed = new Promise<void>((resolve, reject) => child.on('error', reject).on('close', () => resolve()))
  closed.catch(() => undefined)
  child.stdin.end()
  child.stderr.resume()
  const parts: Buffer[] = []
  let size = 0
  for await (const bytes of child.stdout as AsyncIterable<Buffer>) {
    parts.push(bytes)
    size += bytes.length
    if (size > LONGEST) break
  }
  child.kill('SIGKILL')
  await closed
  return { text: Buffer.concat(parts).subarray(0, LONGEST).toString('latin1'), isCut: size > LONGEST }
}
