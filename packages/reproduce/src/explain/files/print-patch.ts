import { execFile } from 'node:child_process'
import { stat } from 'node:fs/promises'
import { createRedactor, findProgram } from '@reprise/capture'

export interface PatchRequest {
  /** Files; undefined where there is none. */
  readonly from: string | undefined
  readonly to: string | undefined
  /** How the file is called. */
  readonly path: string
  readonly env: Readonly<Record<string, string | undefined>>
}

/** Bytes of a file that is looked into, and characters of a patch that are kept. */
const LARGEST = 512 * 1_024
const LONGEST = 8_000

/** How one file became the other, for a reader: a unified diff without secrets. Undefined where it can not be said in text. */
export async function printPatch({ from, to, path, env }: PatchRequest): Promise<string | undefined> {
  const git = findProgram('git', { path: env['PATH'], folder: '/' }).path
  const sizes = await Promise.all(
    [from, to].map(async (file) => (file === undefined ? 0 : (await stat(file).catch(() => undefined))?.size)),
  )
  if (git === undefined || sizes.some((size) => size === undefined || size > LARGEST)) return undefined
  const args = ['diff', '--no-index', '--no-color', '--no-ext-diff', '--no-textconv', '--', from ?? '/dev/null', to ?? '/dev/null']
  const quiet = { ...env, GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: '/dev/null', GIT_DIR: '/dev/null' }
  const text = await new Promise<string>((finish) => {
    // It ends with 1 where files differ.
    execFile(git, args, { cwd: '/', env: quiet, maxBuffer: 4 * LARGEST }, (_error, stdout) => finish(stdout))
  })
  const hunks = text.slice(text.search(/^@@ /m))
  if (!/^@@ /m.test(text)) return undefined
  const head = `--- ${from === undefined ? '/dev/null' : `a/${path}`}\n+++ ${to === undefined ? '/dev/null' : `b/${path}`}\n`
  const patch = head + createRedactor(env).text(hunks).text
  return patch.length <= LONGEST ? patch : `${patch.slice(0, patch.lastIndexOf('\n', LONGEST))}\n[The rest is left out.]\n`
}
