import { rmSync } from 'node:fs'
import {
  countManifest,
  createManifest,
  type DataManifest,
  type ManifestFormat,
  readManifest,
  rememberManifest,
  toRunLog,
  unfinishedName,
  writeManifest,
} from '@reprise/capture'
import type { HashAlgorithm } from '@reprise/objects'
import { RepriseError } from '@reprise/protocol'
import { cacheFolderOf } from '../../cache-folder.ts'
import { readFolder } from '../../checking/read-folder.ts'
import type { World } from '../../command.ts'
import { chooseRun, type ConnectionOptions } from '../../connect/index.ts'
import { UsageError } from '../../failure.ts'
import { toCellText } from '../../output/cell.ts'
import { printJson } from '../../output/json.ts'
import { printBytes, printCount, printDuration } from '../../output/values.ts'
import { logToRun } from './log-to-run.ts'
import type { ReadingOptions } from './reading-options.ts'
import { assertReplaceable } from './target.ts'

export interface CreateOptions extends ConnectionOptions, ReadingOptions {
  readonly output?: string
  readonly hash?: readonly HashAlgorithm[]
  readonly maxFiles?: number
  readonly metadata?: readonly { readonly key: string; readonly value: string }[]
  readonly parent?: string
  readonly format?: ManifestFormat
  readonly validate?: string
  readonly run?: string
  readonly logToRun?: boolean
  readonly artifactPath: string
}

const outputs = { classic: 'data_manifest.json', native: 'data_manifest.jsonl' } as const
const defaultHashes = { classic: ['md5', 'sha256'], native: ['sha256'] } as const

/** Problems that are shown one by one. */
const SHOWN = 20

/** Makes a manifest, or with --validate checks one. */
export async function createOrValidate(folder: string, options: CreateOptions, world: World): Promise<void> {
  if (options.validate === undefined) return create(folder, options, world)
  if (options.output !== undefined)
    throw new UsageError('--validate makes no manifest, so --output has nothing to do.', 'Leave one of them out.')
  const { validateFolder } = await import('./validate.ts')
  await validateFolder({ manifest: options.validate, folder }, { ...options, maxResults: Infinity }, world)
}

async function create(folder: string, options: CreateOptions, world: World): Promise<void> {
  const format = chooseFormat(options)
  const target = options.output ?? outputs[format]
  await assertReplaceable(target)
  world.interruption.beforeEnd(() => rmSync(unfinishedName(target), { force: true }))
  const parent = options.parent === undefined ? undefined : { file: options.parent, manifest: await readManifest(options.parent) }
  const runId = await chooseRun(options, world)
  const manifest = await readFolder(folder, { cache: options.cache, world }, (reading) =>
    createManifest(folder, {
      ...reading,
      hashAlgorithms: chooseAlgorithms(options.hash ?? parent?.manifest.hashAlgorithms, format),
      includePatterns: options.include,
      excludePatterns: options.exclude,
      maxFiles: options.maxFiles,
      metadata: Object.fromEntries((options.metadata ?? []).map(({ key, value }) => [key, value])),
      skip: [target, ...(parent === undefined ? [] : [parent.file])],
    }),
  )
  writeManifest(manifest, target, { format, parent })
  if (options.cache) await rememberManifest(target, manifest, cacheFolderOf(process.env))
  if (runId !== undefined)
    await logToRun({ runId, log: toRunLog(manifest, { format, artifactPath: options.artifactPath }) }, options, world)
  world.write(options.json === true ? printJson(toJson(manifest, { target, format, runId })) : describe(manifest, { target, runId }))
  reportProblems(manifest, world)
}

function chooseFormat({ format, parent, output = '' }: CreateOptions): ManifestFormat {
  return format ?? (parent !== undefined || output.endsWith('.jsonl') ? 'native' : 'classic')
}

/** A native manifest can not be without sha256. */
function chooseAlgorithms(asked: readonly HashAlgorithm[] = [], format: ManifestFormat): readonly HashAlgorithm[] {
  if (asked.length === 0) return defaultHashes[format]
  return format === 'native' && !asked.includes('sha256') ? [...asked, 'sha256'] : asked
}

interface Made {
  readonly target: string
  readonly runId: string | undefined
}

function toJson(manifest: DataManifest, { target, format, runId }: Made & { readonly format: ManifestFormat }): unknown {
  const { files, links, bytes } = countManifest(manifest)
  return {
    manifest: target,
    format,
    root: manifest.root ?? null,
    data_path: manifest.dataPath,
    hash_algorithms: manifest.hashAlgorithms,
    total_files: files,
    total_links: links,
    total_size_bytes: bytes,
    processing_time_seconds: manifest.processingSeconds,
    problems: manifest.problems,
    ...(runId === undefined ? {} : { run_id: runId }),
  }
}

function describe(manifest: DataManifest, { target, runId }: Made): string {
  const { files, links, bytes } = countManifest(manifest)
  const counts = [printCount(files, 'file'), ...(links === 0 ? [] : [printCount(links, 'link')]), printBytes(bytes)].join(', ')
  const logged = runId === undefined ? '' : `run   ${runId}\n`
  const root = manifest.root === undefined ? '' : `root  ${manifest.root}\n`
  return `${target}  ${counts} in ${printDuration(manifest.processingSeconds * 1_000)}\n${root}${logged}`
}

/** What could not be recorded is told after everything else is done, and makes the command fail. */
function reportProblems({ problems }: DataManifest, world: World): void {
  const serious = problems.filter(({ type }) => type !== 'special')
  for (const { path, reason } of [...serious, ...problems.filter(({ type }) => type === 'special')].slice(0, SHOWN)) {
    world.note(`${toCellText(path)}: ${reason}`)
  }
  if (problems.length > SHOWN) world.note(`… and ${problems.length - SHOWN} more; the manifest has all of them.`)
  if (serious.length === 0) return
  throw new RepriseError('DATA_LOSS', `The manifest lacks ${printCount(serious.length, 'file')} that could not be read.`, {
    hint: 'Exclude them, or make them readable and stop what writes to them.',
  })
}
