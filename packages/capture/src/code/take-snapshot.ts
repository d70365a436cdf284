import { dirname, join } from 'node:path'
import { createShadow, type Shadow } from './git/create-shadow.ts'
import { findRepository, type FoundRepository, type Repository } from './git/find-repository.ts'
import type { Variables } from './git/run-git.ts'
import type { CodeLimits } from './limits.ts'
import { toShownPath } from './tree/paths.ts'
import { takeTree, type Taken } from './tree/take-tree.ts'

/** A work tree as it was at one moment, with those inside it. */
export interface TakenCode {
  readonly repository: Repository
  readonly shadow: Shadow
  readonly taken: Taken
  readonly inner: readonly TakenInner[]
  remove(): Promise<void>
}

/** A repository inside: its code, or why there is none. */
export interface TakenInner {
  /** As it is shown. */
  readonly path: string
  readonly code?: TakenCode
  readonly why?: string
}

/** What was taken; where there is nothing to take, why. */
export type TakeAnswer = { readonly code: TakenCode } | (FoundRepository & { readonly code?: undefined; readonly repository?: undefined })

interface TakeOptions {
  readonly env: Variables
  readonly limits: CodeLimits
  /** Absolute paths of folders that are no part of the code. */
  readonly ignoredFolders: readonly string[]
}

/** Takes the work tree around a folder, and every repository inside it. Rejects only where the temporary folder can not be written or git breaks. */
export async function takeSnapshot(folder: string, options: TakeOptions): Promise<TakeAnswer> {
  const found = await findRepository(folder, options.env)
  if (found.repository === undefined) return found
  const { repository } = found
  const inner: TakenInner[] = []
  const shadow = await createShadow(repository, options.ignoredFolders)
  const remove = async (): Promise<void> => {
    await Promise.all([shadow.remove(), ...inner.map(({ code }) => code?.remove())])
  }
  try {
    const readInner = async (path: string): Promise<string | undefined> => {
      const answer = await takeInner(join(repository.root, Buffer.from(path, 'latin1').toString()), options)
      inner.push({ path: toShownPath(path), ...answer })
      // A tree can name only commits with ids as long as its own.
      return answer.code?.repository.objectFormat === repository.objectFormat ? answer.code.repository.head?.commit : undefined
    }
    const taken = await takeTree({ repository, place: shadow.place, limits: options.limits, readInner })
    inner.sort((a, b) => (a.path < b.path ? -1 : 1))
    return { code: { repository, shadow, taken, inner, remove } }
  } catch (error) {
    await remove()
    throw error
  }
}

/** A folder that is no repository after all must not lead back to the one around it. */
async function takeInner(folder: string, options: TakeOptions): Promise<Omit<TakenInner, 'path'>> {
  const env = { ...options.env, GIT_CEILING_DIRECTORIES: dirname(folder) }
  const answer = await takeSnapshot(folder, { ...options, env }).catch((error: unknown) => ({
    code: undefined,
    why: error instanceof Error ? error.message : String(error),
  }))
  return answer.code === undefined ? { why: answer.why } : { code: answer.code }
}
