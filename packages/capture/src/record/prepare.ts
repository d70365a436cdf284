import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { CodeSnapshot } from '../code/snapshot.ts'
import type { EnvironmentCapture } from '../environment/index.ts'
import type { RunningCommand } from '../running/index.ts'
import { createRedactor, type Redactor } from '../secrets/index.ts'
import { makeTemporaryFolder, sweepTemporaryFolders } from '../temporary-folders.ts'
import type { Tracing } from '../tracing/start-tracing.ts'
import { createItems, type Items } from './attempt.ts'
import { findRoot } from './find-root.ts'
import { findStoresQuickly } from './find-stores.ts'
import { KEPT_OUTPUT, KEPT_STDIN, type RecordingOptions } from './options.ts'

/** What was captured before the command starts, and what is under way. */
export interface Preparation {
  readonly options: RecordingOptions
  readonly root: string
  readonly redactor: Redactor
  readonly items: Items
  /** A folder for this run alone; undefined where the disk has no room for one. */
  readonly folder: string | undefined
  readonly code: CodeSnapshot | undefined
  readonly tracing: Tracing | undefined
  /**
   * Starts the command. `added` are variables that it gets besides; `onStdout` sees its standard output on the way. Rejects with the system's
   * error when it can not be started.
   */
  start(added: Readonly<Record<string, string>>, onStdout?: (chunk: Uint8Array) => void): Promise<RunningCommand>
  /** Begins to capture what the command runs in; beside it, since it takes longer than anyone would wait for. */
  startEnvironment(): Promise<EnvironmentCapture | undefined>
  /** Deletes what was temporary. Never rejects. */
  release(): Promise<void>
}

/**
 * Takes everything that must be taken before the command changes it, side by side. Resolves when git is at work, so that whatever else is to be
 * loaded is loaded meanwhile. Never rejects, nor does `ready`: what failed is among the items.
 */
export async function beginRecording(options: RecordingOptions): Promise<{ readonly ready: Promise<Preparation> }> {
  const { folder, variables, leaveOut } = options
  const items = createItems()
  const found = findRoot(folder)
  const root = found.isRepository ? found.root : (options.workFolder ?? found.root)
  const ignored = findStoresQuickly({ root, folder }, options.ignoredFolders)
  const code = leaveOut.has('code') ? undefined : await beginSnapshot({ folder, variables, ignored, items })
  return { ready: finishPreparing(options, { items, root, ignored, code: code?.taken }) }
}

interface SnapshotStart {
  readonly folder: string
  readonly variables: RecordingOptions['variables']
  readonly ignored: readonly string[]
  readonly items: Items
}

async function beginSnapshot({ folder, variables, ignored, items }: SnapshotStart): Promise<{ taken: Promise<CodeSnapshot | undefined> }> {
  const { snapshotCode } = await import('../code/snapshot.ts')
  return { taken: items.attempt('code', () => snapshotCode(folder, { env: variables, ignoredFolders: ignored }), undefined) }
}

interface Begun {
  readonly items: Items
  readonly root: string
  readonly ignored: readonly string[]
  readonly code: Promise<CodeSnapshot | undefined> | undefined
}

async function finishPreparing(options: RecordingOptions, { items, root, ignored, code: taken }: Begun): Promise<Preparation> {
  const { argv, folder, variables, leaveOut } = options
  const { makePipes, startCommand } = await import('../running/index.ts')
  const place = await items.attempt('run.folder', () => makeTemporaryFolder('run'), undefined)
  const startsNothing = place === undefined || options.isPipeline === true
  const [pipes, code, tracing] = await Promise.all([
    startsNothing ? undefined : makePipes(place),
    taken,
    startsNothing
      ? undefined
      : items.attempt(
          'files',
          async () => {
            const { startTracing } = await import('../tracing/start-tracing.ts')
            return startTracing({
              ...options,
              ignoredFolders: ignored,
              withHooks: !leaveOut.has('inputs'),
              root,
              place: join(place, 'trace'),
            })
          },
          undefined,
        ),
  ])
  for (const part of leaveOut) items.add({ name: part, status: 'SKIPPED', detail: 'It was left out on request.' })
  return {
    options,
    root,
    redactor: createRedactor(variables),
    items,
    folder: place,
    code,
    tracing,
    startEnvironment: async () => {
      if (leaveOut.has('environment')) return undefined
      const { startEnvironmentCapture } = await import('../environment/index.ts')
      return items.attempt(
        'environment',
        () => startEnvironmentCapture({ env: variables, folder, root, argv: options.environmentOf ?? argv }),
        undefined,
      )
    },
    start: (added, onStdout) =>
      startCommand({
        argv: tracing?.wrap(argv) ?? argv,
        folder,
        variables: { ...variables, ...added, ...tracing?.variables },
        pipes,
        limits: { output: KEPT_OUTPUT, input: KEPT_STDIN },
        leaveStdin: leaveOut.has('stdin'),
        onStdout,
      }),
    release: async () => {
      await code?.release().catch(() => undefined)
      await sweepTemporaryFolders()
      if (place !== undefined) await rm(place, { recursive: true, force: true, maxRetries: 3 }).catch(() => undefined)
    },
  }
}

/** A folder of the run's own, made when it is needed. */
export async function makeFolder(preparation: Preparation, name: string): Promise<string | undefined> {
  if (preparation.folder === undefined) return undefined
  const folder = join(preparation.folder, name)
  await mkdir(folder, { recursive: true })
  return folder
}
