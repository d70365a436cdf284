import type { RecordedCode, RecordedCommand, RecordedEnvironment, RecordedFile, RecordedOutcome, RunRecord } from '@reprise/protocol'
import { RECORD_FORMAT } from '@reprise/protocol'
import type { RecordedInput } from '../running/index.ts'
import { findUsedPackages, sortAccesses, toPackageName } from '../tracing/index.ts'
import { describeFiles } from './describe-files.ts'
import { describeCommand, describeStdin } from './describe-command.ts'
import { findInputs } from './find-inputs.ts'
import { findOutputs } from './find-outputs.ts'
import { type FileToKeep, planKept } from './keep-plan.ts'
import { UNTRACKED_FILE } from './options.ts'
import type { Preparation } from './prepare.ts'

/** What is known of a run at some moment. */
export interface Known {
  readonly startedAt: number
  readonly stdin: RecordedCommand['stdin']
  readonly code: RecordedCode
  readonly environment: RecordedEnvironment
  readonly files: FoundFiles
  readonly outcome?: RecordedOutcome
}

/** Files that the run read and wrote. */
export interface FoundFiles {
  readonly inputs: readonly RecordedFile[]
  readonly outputs: readonly RecordedFile[]
  /** Outside git: the code that was read. */
  readonly code: readonly RecordedFile[]
  readonly kept: readonly FileToKeep[]
  /** Marks those packages that were loaded. */
  readonly markPackages: (environment: RecordedEnvironment) => RecordedEnvironment
}

export const noFiles: FoundFiles = { inputs: [], outputs: [], code: [], kept: [], markPackages: (environment) => environment }

/** Puts a record together from what is known. */
export function assembleRecord({ options, root, redactor, items }: Preparation, known: Known): RunRecord {
  const { startedAt, stdin, code, environment, files, outcome } = known
  const isOutsideGit = code.kind !== 'GIT' && files.code.length > 0
  return {
    format: RECORD_FORMAT,
    reprise: options.version,
    command: describeCommand({ argv: options.argv, folder: options.folder, root }, redactor, stdin, startedAt),
    code: isOutsideGit ? { ...code, kind: 'FILES', root, files: [...files.code] } : code,
    environment: files.markPackages(environment),
    inputs: [...files.inputs],
    outputs: [...files.outputs],
    outcome,
    items: [...items.list],
    limits: { kept_file: options.keptFile, kept_total: options.keptTotal, untracked_file: UNTRACKED_FILE },
    reproduces: options.reproduces,
  }
}

/** Finds and hashes what the command read and wrote. To be called when it has ended. */
export async function findFiles(preparation: Preparation, environment: RecordedEnvironment, startedAt: number): Promise<FoundFiles> {
  const { tracing, options, root, folder, redactor, items } = preparation
  if (tracing === undefined) return noFiles
  const { accesses, before, after } = await tracing.finish()
  items.add(...tracing.items)
  if (!after.isWhole)
    items.add({ name: 'outputs', status: 'SKIPPED', detail: `There are too many files below ${root} to look at all of them.` })
  const uses = sortAccesses(accesses)
  const prefixes = [folder ?? '', ...environment.interpreters.flatMap(({ prefix }) => prefix ?? [])]
  const search = {
    uses,
    before,
    after,
    startedAt,
    root,
    prefixes,
    folder: options.folder,
    argv: options.argv,
    declared: options.declaredInputs,
  }
  const isLeftOut = (part: 'inputs' | 'outputs'): boolean => options.leaveOut.has(part)
  const found = isLeftOut('inputs') ? { data: [], code: [] } : findInputs(search)
  const limits = { keptFile: options.keptFile, keptTotal: options.keptTotal, redactor }
  const inputs = await planKept(await describeFiles(found.data, root), 'inputs', limits)
  const outputs = await planKept(isLeftOut('outputs') ? [] : await describeFiles(findOutputs(search), root), 'outputs', limits)
  const isInGit = preparation.code?.record.kind === 'GIT'
  const code = await planKept(isInGit ? [] : await describeFiles(found.code, root), 'reprise/code/files', limits)
  for (const { path, sha256, not_kept: reason } of inputs.records) {
    if (sha256 === undefined) items.add({ name: `inputs.${path}`, status: 'FAILED', detail: reason ?? 'Its bytes are not known.' })
  }
  const modules = uses.filter(({ isModule }) => isModule).map(({ path }) => path)
  const used = await findUsedPackages(modules)
  return {
    inputs: inputs.records,
    outputs: outputs.records,
    code: code.records,
    kept: [...inputs.kept, ...outputs.kept, ...code.kept],
    markPackages: (given) => ({
      ...given,
      packages: given.packages.map((each) => {
        const names = used.get(each.ecosystem === 'conda' ? 'python' : each.ecosystem)
        return names === undefined ? each : { ...each, is_used: names.has(toPackageName(each.name)) }
      }),
    }),
  }
}

/** Standard input as it is recorded, and the bytes to keep with the run. */
export function finishStdin(preparation: Preparation, input: RecordedInput): { stdin: RecordedCommand['stdin']; kept?: Buffer } {
  if (!preparation.options.leaveOut.has('stdin')) return describeStdin(input, preparation.redactor)
  return { stdin: { kind: input.kind, not_kept: 'It was left out on request.' } }
}
