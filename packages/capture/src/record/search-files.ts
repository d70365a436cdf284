import { readdirSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { CaptureItem, RecordedEnvironment } from '@reprise/protocol'
import { findUsedPackages, sortAccesses, toPackageName, type UsedPackages } from '../tracing/index.ts'
import { describeFiles, type FileToDescribe } from './describe-files.ts'
import { findInputs } from './find-inputs.ts'
import { findOutputs } from './find-outputs.ts'
import { findOwnOutput } from './find-own-output.ts'
import { findStores } from './find-stores.ts'
import { type FoundFiles, noFiles } from './assemble.ts'
import { planKept } from './keep-plan.ts'
import type { LinkedData } from './options.ts'
import { withoutTracked } from './without-tracked.ts'
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
  const isInGit = preparation.code?.record.kind === 'GIT'
  const isTold = accesses.some(({ source }) => source === 'TRACE') || (accesses.length > 0 && tellsAll.test(basename(options.argv[0])))
  const stores = findStores({ root, folder: options.folder }, options.ignoredFolders)
  const search = {
    uses,
    takesAll: !isTold && !isInGit,
    isInGit,
    before,
    after,
    startedAt,
    root,
    prefixes,
    stores,
    ownOutput: findOwnOutput(),
    folder: options.folder,
    argv: options.argv,
    declared: options.declaredInputs,
  }
  const { inputs: linkedInputs = noLinks, outputs: linkedOutputs = noLinks } = options.linkedData ?? {}
  const hashing = { takesMd5: options.takesMd5, cache: options.digests }
  const isLeftOut = (part: 'inputs' | 'outputs'): boolean => options.leaveOut.has(part)
  const found = isLeftOut('inputs')
    ? { data: [], code: [] }
    : await withoutTracked(findInputs(search), isInGit ? { folder: root, env: options.variables } : undefined)
  const limits = { keptFile: options.keptFile, keptTotal: options.keptTotal, redactor }
  const data = nameLinked(found.data, linkedInputs, stores)
  const inputs = await planKept(await describeFiles(data, root, { ...hashing, listedBytes: options.keptTotal }), 'inputs', limits)
  const written = isLeftOut('outputs') ? [] : findOutputs({ ...search, declared: listFiles(options.declaredOutputs ?? []) })
  const results = nameLinked(written, linkedOutputs, stores)
  const outputs = await planKept(await describeFiles(results, root, hashing), 'outputs', limits)
  const code = await planKept(
    isInGit ? [] : await describeFiles(found.code, root, { listedBytes: options.keptTotal }),
    'reprise/code/files',
    limits,
  )
  for (const { path, kind, sha256, is_listed: isListed, not_kept: reason } of inputs.records) {
    if (sha256 === undefined && kind === 'FILE' && isListed !== true)
      items.add({ name: `inputs.${path}`, status: 'FAILED', detail: reason ?? 'Its bytes are not known.' })
  }
  items.add(
    ...describeSearch(preparation, {
      isTold,
      takesAll: search.takesAll,
      inputs: inputs.records.length,
      outputs: outputs.records.length,
    }),
  )
  // Whatever is read in the folder of a package is a use of it: not every interpreter tells loading from reading.
  const modules = uses.filter(({ isModule, isRead }) => isModule || isRead).map(({ path }) => path)
  const used = await findUsedPackages(modules)
  return {
    inputs: inputs.records,
    outputs: outputs.records,
    code: code.records,
    kept: [...inputs.kept, ...outputs.kept, ...code.kept],
    seen: {
      read: [...data, ...found.code].filter(({ knownBy, isListed }) => told.has(knownBy) && isListed !== true).map(({ path }) => path),
      written: results.filter(({ knownBy }) => knownBy !== 'DECLARED').map(({ path }) => path),
    },
    used,
    markPackages: (given) => markPackages(given, { used, program: options.argv[0], isTold }),
  }
}

/** By the program or the kernel. */
const told: ReadonlySet<FileToDescribe['knownBy']> = new Set(['HOOK', 'TRACE'])

interface Program {
  readonly used: UsedPackages
  readonly program: string
  readonly isTold: boolean
}

/** Whether packages are those of a language that the command had nothing to do with: its hook would have told of every program in it. */
function isOfAnother(ecosystem: string, { used, program, isTold }: Program): boolean {
  return isTold && nodePrograms.test(basename(program)) && (ecosystem === 'python' || ecosystem === 'conda') && !used.has('python')
}

const nodePrograms = /^(?:node|npx|tsx)(?:$|[\d.-])/

/** Programs that read files by what the hooks see. What others start may tell, but they themselves do not. */
const tellsAll = /^(?:python|pypy|ipython|pytest|jupyter|uv|poetry|node|npx|tsx)/

interface Found {
  /** Whether everything was heard of that the command read. */
  readonly isTold: boolean
  /** Whether the files that were there are taken for it. */
  readonly takesAll: boolean
  readonly inputs: number
  readonly outputs: number
}

function describeSearch({ options: { leaveOut } }: Preparation, { isTold, takesAll, inputs, outputs }: Found): CaptureItem[] {
  const untold = 'Not all that was read is known: --trace sees what programs other than Python and Node.js read.'
  const detail = takesAll ? `Files that were there: ${inputs}. ${untold}` : `Files: ${inputs}.`
  const seen = { status: 'CAPTURED', detail } as const
  const unseen = { status: 'SKIPPED', detail: untold } as const
  return [
    ...(leaveOut.has('inputs') ? [] : [{ name: 'inputs', ...(isTold || takesAll ? seen : unseen) }]),
    ...(leaveOut.has('outputs') ? [] : [{ name: 'outputs', status: 'CAPTURED' as const, detail: `Files: ${outputs}.` }]),
  ]
}

/** Marks those packages that were loaded; those of a language that nobody used are left out. */
function markPackages(given: RecordedEnvironment, program: Program): RecordedEnvironment {
  return {
    ...given,
    packages: given.packages
      .filter(({ ecosystem }) => !isOfAnother(ecosystem, program))
      .map((each) => {
        const names = program.used.get(each.ecosystem === 'conda' ? 'python' : each.ecosystem)
        return names === undefined ? each : { ...each, is_used: names.has(toPackageName(each.name)) }
      }),
  }
}

const noLinks: LinkedData = new Map()

/** Calls data by the names that the work has for them, not by where a link leads; what a store keeps otherwise is nobody's. */
function nameLinked(files: readonly FileToDescribe[], linked: LinkedData, stores: readonly string[]): FileToDescribe[] {
  if (linked.size === 0) return [...files]
  const bytesOf = new Map([...linked].flatMap(([bytes, names]) => names.map((name) => [name, bytes] as const)))
  const named = files.flatMap((file): FileToDescribe[] => {
    const [names, bytes] = [linked.get(file.path), bytesOf.get(file.path)]
    if (names !== undefined) return names.map((path) => ({ ...file, path, copy: file.copy ?? file.path }))
    if (bytes !== undefined) return [{ ...file, copy: bytes }]
    return stores.some((store) => file.path.startsWith(`${store}/`)) ? [] : [file]
  })
  return [...new Map(named.map((file) => [file.path, file])).values()]
}

/** Files, and those in folders. */
function listFiles(places: readonly string[]): string[] {
  return places.flatMap((place) => {
    if (statSync(place, { throwIfNoEntry: false })?.isDirectory() !== true) return [place]
    return readdirSync(place, { recursive: true, withFileTypes: true })
      .filter((entry) => !entry.isDirectory())
      .map((entry) => join(entry.parentPath, entry.name))
  })
}
