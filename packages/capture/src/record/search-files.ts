import type { CaptureItem, RecordedEnvironment } from '@reprise/protocol'
import { findUsedPackages, sortAccesses, toPackageName } from '../tracing/index.ts'
import { describeFiles } from './describe-files.ts'
import { findInputs } from './find-inputs.ts'
import { findOutputs } from './find-outputs.ts'
import { type FoundFiles, noFiles } from './assemble.ts'
import { planKept } from './keep-plan.ts'
import type { Preparation } from './prepare.ts'

/** See `findFiles`. */
export async function searchFiles(preparation: Preparation, environment: RecordedEnvironment, startedAt: number): Promise<FoundFiles> {
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
  items.add(
    ...describeSearch(preparation, {
      isSeen: accesses.length > 0 || options.trace,
      inputs: inputs.records.length,
      outputs: outputs.records.length,
    }),
  )
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

interface Found {
  /** Whether anything was heard of what the command read. */
  readonly isSeen: boolean
  readonly inputs: number
  readonly outputs: number
}

function describeSearch({ options: { leaveOut } }: Preparation, { isSeen, inputs, outputs }: Found): CaptureItem[] {
  const unseen = {
    status: 'SKIPPED',
    detail: 'Neither Python nor Node.js has told what it reads: --trace sees what other programs do.',
  } as const
  const seen = { status: 'CAPTURED', detail: `Files: ${inputs}.` } as const
  return [
    ...(leaveOut.has('inputs') ? [] : [{ name: 'inputs', ...(isSeen ? seen : unseen) }]),
    ...(leaveOut.has('outputs') ? [] : [{ name: 'outputs', status: 'CAPTURED' as const, detail: `Files: ${outputs}.` }]),
  ]
}
