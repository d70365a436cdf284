import { isStageFile } from '../files/index.ts'
import type { SourceTree } from '../revisions/source-tree.ts'
import type { Stage } from './stage.ts'

/** Which of some paths from the root git ignores. Those of folders end in a slash. */
export interface GitIgnored extends Disposable {
  among(paths: readonly string[]): Promise<ReadonlySet<string>>
}

interface Folder {
  readonly path: string
  readonly stages: Stage[]
  readonly folders: Folder[]
}

/**
 * The stages of all files in a tree. What git or `.dvcignore` ignores is not entered, nor are outputs, which may hold very many files. Git is asked
 * once per level, not once per folder.
 */
export async function findStageFiles(
  tree: SourceTree,
  {
    stages,
    openGitIgnored,
  }: { readonly stages: (path: string) => readonly Stage[]; readonly openGitIgnored: (() => GitIgnored) | undefined },
): Promise<readonly Stage[]> {
  using git = openGitIgnored?.()
  const top: Folder = { path: '', stages: [], folders: [] }
  const outs = new Set<string>()
  let level = [top]
  while (level.length > 0) {
    const listed = level.map((folder) => ({ folder, entries: tree.list(folder.path) }))
    const candidates = listed.flatMap(({ folder, entries }) =>
      entries
        .filter(({ name, isFolder }) => isFolder || isStageFile(name))
        .map(({ name, isFolder }) => ({ folder, isFolder, path: folder.path === '' ? name : `${folder.path}/${name}` })),
    )
    const asked = candidates.map(({ path, isFolder }) => (isFolder ? `${path}/` : path))
    const ignored = asked.length === 0 ? new Set<string>() : ((await git?.among(asked)) ?? new Set<string>())
    const kept = candidates.filter(({ path, isFolder }) => !ignored.has(isFolder ? `${path}/` : path))
    for (const { folder, path } of kept.filter((one) => !one.isFolder)) {
      for (const stage of stages(path)) {
        folder.stages.push(stage)
        for (const { at, place } of stage.outs) if (place === 'project') outs.add(at)
      }
    }
    level = []
    for (const { folder, path } of kept.filter((one) => one.isFolder && !outs.has(one.path))) {
      const below: Folder = { path, stages: [], folders: [] }
      folder.folders.push(below)
      level.push(below)
    }
  }
  return [...flatten(top)]
}

function* flatten(folder: Folder): Generator<Stage> {
  yield* folder.stages
  for (const below of folder.folders) yield* flatten(below)
}
