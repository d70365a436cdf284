import { type ListedEntry, listSource } from '@reprise/pipelines'
import { toCellText } from '../../output/cell.ts'
import type { CommonOptions, Voice } from '../../project/index.ts'
import { openScratch } from '../../transferring/open-scratch.ts'
import { withPrefix } from '../../transferring/with-prefix.ts'

export interface ListOptions extends CommonOptions {
  readonly recursive?: boolean
  readonly dvcOnly?: boolean
  readonly rev?: string
  readonly size?: boolean
  readonly showHash?: boolean
}

export async function list(
  voice: Voice & { readonly signal: AbortSignal },
  [url, given]: [string, string | undefined],
  { recursive, dvcOnly, rev, size, showHash }: ListOptions,
): Promise<void> {
  await withPrefix(`failed to list '${url}'`, async () => {
    await using scratch = await openScratch(url, rev)
    const path = (given ?? '').replace(/^\.\/|^\.$/, '').replace(/\/+$/, '')
    const entries = await listSource(scratch.source, path, {
      cache: scratch.cache,
      signal: voice.signal,
      isRecursive: recursive,
      onlyData: dvcOnly,
    })
    if (voice.isJson) return voice.printJson(entries.map(toJson))
    for (const entry of entries) {
      const columns = [
        ...(size === true ? [String(entry.size ?? '').padStart(12)] : []),
        ...(showHash === true ? [(entry.md5 ?? '').padEnd(36)] : []),
      ]
      voice.print(`${[...columns, toCellText(entry.path)].join('  ')}\n`)
    }
  })
}

function toJson({ path, isOut, isFolder, isExecutable, size, md5 }: ListedEntry): unknown {
  return { isout: isOut, isdir: isFolder, isexec: isExecutable, size, md5, path }
}
