import { selectStages } from '@reprise/pipelines/graph'
import { locate, openStages } from '@reprise/pipelines/repository'
import { commitStages } from '@reprise/pipelines/repro'
import { RepriseError } from '@reprise/protocol/errors'
import { createStageReport } from '../../pipeline/index.ts'
import type { Project } from '../../project/index.ts'

interface CommitOptions {
  readonly force?: boolean
  readonly withDeps?: boolean
  readonly recursive?: boolean
  readonly relink: boolean
}

export async function commitTargets(project: Project, [targets]: [string[]], options: CommitOptions): Promise<void> {
  for (const target of targets.length > 0 ? targets : [undefined]) {
    try {
      await commitTarget(project, target, options)
    } catch (error) {
      if (!(error instanceof RepriseError)) throw error
      const what = target === undefined ? '' : ` ${target}`
      throw new RepriseError(error.code, `failed to commit${what} - ${error.message}`, { cause: error })
    }
  }
  // DVC does not name files for git here.
  project.repository.changes.forget()
}

async function commitTarget(
  project: Project,
  target: string | undefined,
  { force, withDeps, recursive, relink }: CommitOptions,
): Promise<void> {
  const { repository } = project
  const files = openStages(repository)
  const selected = await selectStages(files, target === undefined ? [] : [target], {
    locate: (path) => locate(repository, path),
    isRecursive: recursive,
    withNeeds: withDeps,
  })
  await commitStages(repository, selected, {
    isForced: force,
    isRelinked: relink,
    confirm: project.confirm,
    command: 'reprise commit',
    observers: [createStageReport(project, { show: files.show })],
  })
}
