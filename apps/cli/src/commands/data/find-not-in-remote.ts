import type { DataEntries, StageOut } from '@reprise/pipelines'
import type { Project } from '../../project/index.ts'

export interface RemoteQuestion {
  readonly outs: readonly StageOut[]
  /** What is recorded of them. */
  readonly entries: DataEntries
  /** Paths from the root; none: everything. */
  readonly targets: readonly string[]
  /** Whether members of folders are told one by one. */
  readonly granular: boolean
  /** Default: that of the project. */
  readonly remote: string | undefined
}

/** Data that are not in the remotes that they belong into, by paths from the root, folders with a slash behind them. */
export async function findNotInRemote(project: Project, question: RemoteQuestion): Promise<string[]> {
  const { outs, entries, targets, granular, remote } = question
  const { findExisting, objectKey } = await import('@reprise/pipelines/transfers')
  const { openProjectRemote } = await import('../../transferring/index.ts')
  const byRemote = Map.groupBy(
    outs.filter(({ push }) => push),
    (out) => out.remote ?? remote,
  )
  const lacking: string[] = []
  for (const [name, ofRemote] of byRemote) {
    const asked = [...entries.byPath.values()].flatMap(({ path, hash, oid, isFolder }) => {
      const out = ofRemote.find(({ at }) => path === at || path.startsWith(`${at}/`))
      const isAsked = oid !== undefined && out !== undefined && (granular || path === out.at) && isMeant(path, targets)
      return isAsked ? [{ shown: isFolder ? `${path}/` : path, hash, oid }] : []
    })
    if (asked.length === 0) continue
    const found = await findThere(name, asked)
    lacking.push(...asked.filter((one) => !found.has(objectKey(one))).map(({ shown }) => shown))
  }
  return lacking

  /** Nothing is where there is no remote. */
  async function findThere(name: string | undefined, asked: Parameters<typeof findExisting>[1]): Promise<Set<string>> {
    if (name === undefined && project.repository.setting('core', 'remote') === undefined) return new Set()
    await using opened = await openProjectRemote(project, { name, isConfiguration: true })
    return await findExisting(opened, asked, project.repository.signal)
  }
}

function isMeant(path: string, targets: readonly string[]): boolean {
  return targets.length === 0 || targets.some((target) => path === target || path.startsWith(`${target}/`))
}
