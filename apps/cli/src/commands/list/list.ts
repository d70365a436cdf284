import { listSource, type ListedEntry } from '@reprise/pipelines/importing'
import { toCellText } from '../../output/cell.ts'
import { type CommonOptions, ProjectFailure, type Voice } from '../../project/index.ts'
import { openScratch } from '../../transferring/open-scratch.ts'
import { withPrefix } from '../../transferring/with-prefix.ts'
import { drawTree, limitDepth, type TreeRow } from './tree.ts'

export interface ListOptions extends CommonOptions {
  readonly recursive?: boolean
  readonly tree?: boolean
  readonly level?: number
  readonly dvcOnly?: boolean
  readonly rev?: string
  readonly remote?: string
  readonly size?: boolean
  readonly showHash?: boolean
}

export async function list(
  voice: Voice & { readonly signal: AbortSignal },
  [url, given]: [string, string | undefined],
  options: ListOptions,
): Promise<void> {
  const { recursive = false, tree = false, level, dvcOnly, rev, remote } = options
  if (tree && voice.isJson) throw new ProjectFailure('Cannot use --tree and --json options together.', { exitCode: 255 })
  await withPrefix(`failed to list '${url}'`, async () => {
    await using scratch = await openScratch(url, { revision: rev, remoteName: remote })
    const path = (given ?? '').replace(/^\.\/|^\.$/, '').replace(/\/+$/, '')
    const found = await listSource(scratch.source, path, {
      cache: scratch.cache,
      signal: voice.signal,
      isRecursive: recursive || tree,
      onlyData: dvcOnly,
    })
    const entries = level === undefined || !(recursive || tree) ? found : level === 0 ? [] : limitDepth(found, level)
    if (voice.isJson) return voice.printJson(entries.map(toJson))
    const isFile = found.length === 1 && found[0]?.path === path.slice(path.lastIndexOf('/') + 1) && path !== ''
    if (tree) return printRows(voice, isFile ? [{ text: path, entry: found[0] }] : drawTree(given ?? '.', entries), options)
    const rows = level === 0 && recursive ? [{ text: '.', entry: undefined }] : entries.map((entry) => ({ text: entry.path, entry }))
    printRows(voice, rows, options)
  })
}

/** With sizes to the right, as DVC has them. */
function printRows(voice: Voice, rows: readonly TreeRow[], { size, showHash }: Pick<ListOptions, 'size' | 'showHash'>): void {
  const cells = rows.map(({ text, entry }) => [
    ...(size === true ? [printSize(entry?.size ?? undefined)] : []),
    ...(showHash === true ? [entry?.md5 ?? '-'] : []),
    toCellText(text),
  ])
  const widths = (cells[0] ?? []).map((_cell, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)))
  for (const row of cells) {
    const padded = row.map((cell, column) => {
      const width = widths[column] ?? 0
      return column === row.length - 1 ? cell : size === true && column === 0 ? cell.padStart(width) : cell.padEnd(width)
    })
    voice.print(`${padded.join('  ')}\n`)
  }
}

/** Three digits, in powers of 1024. */
function printSize(bytes: number | undefined): string {
  if (bytes === undefined) return ''
  let value = bytes
  for (const unit of ['', 'k', 'M', 'G', 'T', 'P']) {
    if (value < 999.5 || (unit === '' && value < 1024)) {
      const digits = unit === '' ? 0 : value < 9.995 ? 2 : value < 99.95 ? 1 : 0
      return `${value.toFixed(digits)}${unit}`
    }
    value /= 1024
  }
  return `${value.toFixed(1)}E`
}

function toJson({ path, isOut, isFolder, isExecutable, size, md5 }: ListedEntry): unknown {
  return { isout: isOut, isdir: isFolder, isexec: isExecutable, size, md5, path }
}
