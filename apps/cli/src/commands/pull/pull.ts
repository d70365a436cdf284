import { checkoutData } from '@reprise/pipelines/tracking'
import type { Project } from '../../project/index.ts'
import { fetchAll, tellSummary, type TransferCommandOptions } from '../../transferring/index.ts'
import { withPrefix } from '../../transferring/with-prefix.ts'
import { failedCheckout, tellChanges, toChangesJson } from '../../transferring/tell-changes.ts'

export interface PullOptions extends TransferCommandOptions {
  readonly force?: boolean
  readonly allowMissing?: boolean
}

export async function pull(project: Project, [targets]: [string[]], options: PullOptions): Promise<void> {
  await withPrefix('failed to pull data from the cloud', async () => {
    const fetched = await fetchAll(project, targets, options)
    const done = await checkoutData(project.repository, targets, {
      isForced: options.force,
      isRecursive: options.recursive,
      withNeeds: options.withDeps,
      brought: fetched.brought,
      onWarning: project.warn,
    })
    tellChanges(project, done)
    tellSummary(project, { fetched: fetched.files, ...done.files }, options)
    if (project.isJson) project.printJson({ fetched: fetched.files, bytes: fetched.bytes, ...toChangesJson(project, done) })
    if (options.allowMissing !== true && done.failed.length > 0) throw failedCheckout(project, done, 1)
  })
}
