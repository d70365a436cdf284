import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { CaptureItem, KeptFile, RecordedCode, RecordedFile } from '@reprise/protocol'
import type { GitPlace } from '../git/run-git.ts'
import type { CodeLimits } from '../limits.ts'
import type { LocalArtifact, PackedCode, PackOptions } from '../snapshot.ts'
import type { TakenCode } from '../take-snapshot.ts'
import { keepAllLeftOut } from './keep-all.ts'
import { listNew, listTree, listUnpushed, type ObjectList, sizeOnDisk } from './list-objects.ts'
import { packInner } from './pack-inner.ts'
import { redactTree } from './redact-tree.ts'
import { writePack } from './write-pack.ts'
import { type WrittenPatch, writePatch } from './write-patch.ts'

interface PackRequest {
  readonly record: RecordedCode
  readonly items: readonly CaptureItem[]
  /** An existing folder. */
  readonly folder: string
  readonly limits: CodeLimits
  readonly findBase?: PackOptions['findBase']
}

/** Writes packs, patch and files that are not in the tree. Never rejects. */
export async function packSnapshot(given: TakenCode, request: PackRequest): Promise<PackedCode> {
  const folder = join(request.folder, 'code')
  await mkdir(folder, { recursive: true }).catch(() => undefined)
  const context = { ...request, folder }
  const redacted = await attempt(() => redactTree(given))
  // A tree that could not be searched is not kept: a secret may be in it.
  const { code = given, files: changed = [] } = redacted.value ?? {}
  const packs = redacted.value === undefined ? { why: redacted.why ?? '' } : await attempt(() => packTree(code, context))
  const patch = await attempt(() => patchTree(code, folder))
  const submodules = await packInner(redacted.value === undefined ? [] : code.inner, context)
  const { files, artifacts, isChanged } = await keepAllLeftOut(code, context)
  const { base, isAtHand = false, changes, notKept = packs.why } = packs.value ?? {}
  const kept = [isAtHand ? undefined : base, changes, patch.value?.kept, ...submodules.records.map(({ pack }) => pack)].filter(
    (file) => file !== undefined,
  )
  return {
    record: {
      ...request.record,
      ...(request.record.uncommitted === false && isChanged ? { uncommitted: true } : {}),
      ...(base === undefined ? {} : { base }),
      ...(changes === undefined ? {} : { changes }),
      ...(patch.value === undefined ? {} : { patch: patch.value.kept }),
      ...(notKept === undefined ? {} : { not_kept: notKept }),
      tree: code.taken.tree,
      files: [...changed, ...files],
      submodules: submodules.records,
    },
    items: [
      ...request.items,
      packItem(base ?? changes, notKept),
      patchItem(patch),
      ...secretsItem(changed),
      ...filesItem(files),
      ...submodules.records.flatMap(({ path, not_kept: why }): CaptureItem[] =>
        why === undefined ? [] : [{ name: `code.submodules.${path}`, status: 'FAILED', detail: why }],
      ),
    ],
    artifacts: [...kept.map((file) => toArtifact(file, request.folder)), ...artifacts],
  }
}

interface TreePacks {
  readonly base?: KeptFile
  /** Whether `base` was not made, since it is with the run already. */
  readonly isAtHand?: boolean
  readonly changes?: KeptFile
  readonly notKept?: string
}

/** `base` for the commit and `changes` for the rest; past the limit only what no remote has. */
async function packTree(code: TakenCode, { folder, limits, findBase }: PackRequest): Promise<TreePacks> {
  const { place } = code.shadow
  const { head } = code.repository
  const { tree } = code.taken
  const write: WritePack = (name, objects, against) =>
    writePack(place, {
      objects,
      file: join(folder, `${name}.pack`),
      artifact: `reprise/code/${name}.pack`,
      limit: limits.pack,
      ...(against === undefined ? {} : { against }),
    })
  const known = head === undefined ? undefined : await findBase?.(head.commit)
  if (head !== undefined && known !== undefined) {
    return { isAtHand: true, ...(await packChanges({ tree, head: head.tree, base: known, limit: limits.pack, place, write })) }
  }
  const listed = await attempt(async () => `${head === undefined ? '' : `${head.commit}\n`}${await listTree(place, head?.tree ?? tree)}`)
  // A partial or sparse clone lacks objects of the commit: the tree is then kept by itself.
  const objects = listed.value ?? (await listTree(place, tree))
  const first =
    (await sizeOnDisk(place, objects)) > limits.pack ? undefined : await write(listed.value === undefined ? 'changes' : 'base', objects)
  if (first === undefined) return packUnpushed(code, { limits, write })
  if (listed.value === undefined) return { changes: first }
  return head === undefined ? { base: first } : packChanges({ tree, head: head.tree, base: first, limit: limits.pack, place, write })
}

type WritePack = (name: 'base' | 'changes', objects: ObjectList, against?: string) => Promise<KeptFile | undefined>

interface ChangesRequest {
  readonly tree: string
  /** Tree of the commit. */
  readonly head: string
  readonly base: KeptFile
  readonly limit: number
  readonly place: GitPlace
  readonly write: WritePack
}

async function packChanges({ tree, head, base, limit, place, write }: ChangesRequest): Promise<TreePacks> {
  if (head === tree) return { base }
  const changes = await write('changes', await listNew(place, tree, head), head)
  if (changes !== undefined) return { base, changes }
  return { base, notKept: `The uncommitted changes are larger than ${limit} bytes as a pack.` }
}

interface Unpushed {
  readonly limits: CodeLimits
  readonly write: (name: 'base' | 'changes', objects: ObjectList) => Promise<KeptFile | undefined>
}

async function packUnpushed({ repository, shadow, taken }: TakenCode, { limits, write }: Unpushed): Promise<TreePacks> {
  const tooLarge = `The code is larger than ${limits.pack} bytes as a pack`
  const wanted = repository.head === undefined ? [taken.tree] : [repository.head.commit, taken.tree]
  const objects = await listUnpushed({ user: repository.place, shadow: shadow.place }, wanted)
  if (objects === undefined) return { notKept: `${tooLarge}, and no remote is known to have a part of it.` }
  const changes = await write('changes', objects)
  return changes === undefined
    ? { notKept: `${tooLarge}, even without what remotes have.` }
    : { changes, notKept: `${tooLarge}: kept is what no remote has. To restore it, give a clone of the repository.` }
}

async function patchTree({ repository, shadow, taken }: TakenCode, folder: string): Promise<WrittenPatch | undefined> {
  if (repository.head === undefined || repository.head.tree === taken.tree) return undefined
  const trees = { from: repository.head.tree, to: taken.tree }
  return writePatch(shadow.place, { ...trees, file: join(folder, 'changes.patch'), artifact: 'reprise/code/changes.patch' })
}

interface Attempt<T> {
  readonly value?: T
  readonly why?: string
}

async function attempt<T>(action: () => Promise<T>): Promise<Attempt<T>> {
  try {
    return { value: await action() }
  } catch (error) {
    return { why: error instanceof Error ? error.message : String(error) }
  }
}

function packItem(kept: KeptFile | undefined, why: string | undefined): CaptureItem {
  const detail = why === undefined ? {} : { detail: why }
  return { name: 'code.packs', status: why === undefined ? 'CAPTURED' : kept === undefined ? 'FAILED' : 'SKIPPED', ...detail }
}

function patchItem({ value, why }: Attempt<WrittenPatch | undefined>): CaptureItem {
  const name = 'code.patch'
  if (why !== undefined) return { name, status: 'FAILED', detail: why }
  if (value === undefined) return { name, status: 'ABSENT', detail: 'Nothing is other than in the commit.' }
  const notes = [
    ...(value.secrets === 0 ? [] : [`${value.secrets} places that look like secrets are left out.`]),
    ...(value.isCut ? ['It is cut: the packs have all of it.'] : []),
  ]
  return { name, status: 'CAPTURED', ...(notes.length === 0 ? {} : { detail: notes.join(' ') }) }
}

function secretsItem(files: readonly RecordedFile[]): CaptureItem[] {
  if (files.length === 0) return []
  const named = files.slice(0, 5).map(({ path }) => path)
  const detail = `What looks like secrets was left out of ${files.length} files that are not committed like that: ${named.join(', ')}.`
  return [{ name: 'code.secrets', status: 'SKIPPED', detail }]
}

function filesItem(files: RecordedCode['files']): CaptureItem[] {
  const lost = files.filter(({ kept }) => kept === undefined)
  if (files.length === 0) return []
  const detail = `${files.length} files are not in the tree and were hashed after the start; ${lost.length} of them are not kept.`
  return [{ name: 'code.files', status: lost.length === 0 ? 'CAPTURED' : 'SKIPPED', detail }]
}

function toArtifact({ artifact }: KeptFile, folder: string): LocalArtifact {
  return { artifact, file: join(folder, artifact.slice('reprise/'.length)) }
}
