import { RepriseError } from '@reprise/protocol/errors'
import { storeOf } from '../checkout/index.ts'
import { type SelectedStage, StageFiles } from '../graph/index.ts'
import { openStages, parsingOf, type Repository } from '../repository/index.ts'
import { RevisionReader } from '../revisions/index.ts'
import { objectKey } from '../transfers/index.ts'
import { isTreeId } from '../trees/index.ts'
import { chooseCommits, type CommitChoice } from './choose-commits.ts'
import { listUsedData, type UsedData } from './used-data.ts'

/** What garbage collection keeps, beside what the work tree uses. */
export interface KeepOptions extends CommitChoice {
  /** Revisions whose stages can not be read are left out, with their data. */
  readonly skipsFailed?: boolean | undefined
  /** Called for folders whose list of files is not here, so that their files can not be told: fetches it, or answers that they may go. */
  readonly onMissingTree?: ((data: UsedData) => Promise<boolean>) | undefined
}

/** Objects in use, by `objectKey`, and the data that use them. */
export interface KeptObjects {
  readonly keys: ReadonlySet<string>
  readonly data: readonly UsedData[]
}

/**
 * The objects that the work tree and the chosen revisions use. Throws RESOURCE_DOES_NOT_EXIST for a folder of which the cache has no list of files: its files
 * would be taken for unused.
 */
export async function findKeptObjects(repository: Repository, options: KeepOptions): Promise<KeptObjects> {
  const data = new Map<string, UsedData>()
  const learn = (stages: readonly SelectedStage[]): void => {
    for (const one of listUsedData(stages)) data.set(`${objectKey(one)}\0${one.remote ?? ''}`, one)
  }
  learn((await openStages(repository).all()).map((stage) => ({ stage })))
  for (const stages of await stagesOfRevisions(repository, options)) learn(stages)
  const keys = new Set<string>()
  for (const one of data.values()) await addObjects(repository, { one, keys, options })
  return { keys, data: [...data.values()] }
}

async function stagesOfRevisions(repository: Repository, options: KeepOptions): Promise<SelectedStage[][]> {
  const { root, env } = repository
  if ((await repository.git()) === undefined) return []
  using reader = new RevisionReader(root, env)
  const found: SelectedStage[][] = []
  for (const commit of await chooseCommits(repository, reader, options)) {
    const tree = await reader.open(commit)
    if (tree === undefined) continue
    const files = new StageFiles({
      root,
      tree,
      parsing: parsingOf(repository),
      ...(options.skipsFailed === true ? { onError: () => undefined } : {}),
    })
    try {
      found.push((await files.all()).map((stage) => ({ stage })))
    } catch (error) {
      if (!(error instanceof RepriseError)) throw error
      throw new RepriseError(error.code, `failed to collect used objects of '${commit}': ${error.message}`, {
        hint: '--skip-failed leaves such revisions out.',
        cause: error,
      })
    }
  }
  return found
}

interface Adding {
  readonly one: UsedData
  readonly keys: Set<string>
  readonly options: KeepOptions
}

/** Trees are kept in memory one at a time. */
async function addObjects({ workspace }: Repository, { one, keys, options }: Adding): Promise<void> {
  if (keys.has(objectKey(one))) return
  keys.add(objectKey(one))
  if (!isTreeId(one.oid)) return
  const store = storeOf(workspace, one.hash)
  const tree = store.readTree(one.oid) ?? ((await options.onMissingTree?.(one)) === true ? [] : store.readTree(one.oid))
  if (tree === undefined) {
    throw new RepriseError('RESOURCE_DOES_NOT_EXIST', `unable to fully collect used cache without cache for directory '${one.at}'`, {
      hint: 'Fetch it, or use --force: then its files go.',
    })
  }
  for (const { md5 } of tree) keys.add(objectKey({ hash: one.hash, oid: md5 }))
}
