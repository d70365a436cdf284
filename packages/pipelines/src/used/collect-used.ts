import { RepriseError } from '@reprise/protocol/errors'
import { selectStages, type SelectOptions, StageFiles } from '../graph/index.ts'
import { locate, openStages, parsingOf, type Repository, showAt } from '../repository/index.ts'
import { RevisionReader } from '../revisions/index.ts'
import { objectKey } from '../transfers/wanted.ts'
import { chooseCommits, type CommitChoice } from './choose-commits.ts'
import { expandGlobs } from '../tracking/expand-globs.ts'
import { listUsedData, type UsedData } from './used-data.ts'

export interface CollectOptions extends CommitChoice, Pick<SelectOptions, 'isRecursive' | 'withNeeds'> {
  /** Targets are patterns of paths. */
  readonly isGlob?: boolean | undefined
  /** Told of revisions that are left out, since the targets are not in them or their stages can not be read. */
  readonly onSkipped?: ((revision: string) => void) | undefined
}

/** The data that targets stand for, or all of them, in the work tree and in the chosen revisions; each once. */
export async function collectUsedData(repository: Repository, given: readonly string[], options: CollectOptions): Promise<UsedData[]> {
  const { root, env } = repository
  const targets = options.isGlob === true && given.length > 0 ? expandGlobs(given, repository.cwd) : given
  const { isRecursive, withNeeds } = options
  const select = { locate: (path: string) => locate(repository, path), isRecursive, withNeeds }
  const found = new Map<string, UsedData>()
  const learn = (data: readonly UsedData[]): void => {
    // The same bytes may be of an output that is pushed and of one that is not.
    for (const one of data) found.set([objectKey(one), one.remote ?? '', one.only ?? '', one.canPush, one.kind].join('\0'), one)
  }
  learn(listUsedData(await selectStages(openStages(repository), targets, select)))
  if ((await repository.git()) === undefined || !isAsked(options)) return [...found.values()]
  using reader = new RevisionReader(root, env)
  for (const commit of await chooseCommits(repository, reader, options)) {
    const tree = await reader.open(commit)
    if (tree === undefined) continue
    const files = new StageFiles({ root, tree, parsing: parsingOf(repository), show: (path) => showAt(repository, path) })
    try {
      learn(listUsedData(await selectStages(files, targets, select)))
    } catch (error) {
      if (!(error instanceof RepriseError)) throw error
      options.onSkipped?.(commit)
    }
  }
  return [...found.values()]
}

function isAsked({ revisions = [], allBranches, allTags, allCommits, since }: CommitChoice): boolean {
  return revisions.length > 0 || [allBranches, allTags, allCommits].includes(true) || since !== undefined
}
