import { checkoutData, type CheckedOut } from '@reprise/pipelines/tracking'
import type { CommonOptions, Project } from '../../project/index.ts'
import { failedCheckout, kinds, tellChanges, toChangesJson } from '../../transferring/tell-changes.ts'

export interface CheckoutOptions extends CommonOptions {
  readonly summary?: boolean
  readonly withDeps?: boolean
  readonly recursive?: boolean
  readonly force?: boolean
  readonly relink?: boolean
  readonly allowMissing?: boolean
}

export async function checkout(project: Project, [targets]: [string[]], options: CheckoutOptions): Promise<void> {
  const progress = project.startProgress()
  const done = await checkoutData(project.repository, targets, {
    isForced: options.force,
    isRelinked: options.relink,
    isRecursive: options.recursive,
    withNeeds: options.withDeps,
    onWarning: project.warn,
    onProgress: (text) => progress.show(0, text),
  }).finally(() => progress.end())
  if (project.isJson) project.printJson(toChangesJson(project, done))
  else if (options.summary === true) project.say(summarise(done))
  else tellChanges(project, done)
  if (options.allowMissing !== true && done.failed.length > 0) throw failedCheckout(project, done, 255)
  if (options.relink === true) project.say('Relinked successfully')
}

function summarise({ files }: CheckedOut): string {
  const parts = kinds.filter((kind) => files[kind] > 0).map((kind) => `${files[kind]} file${files[kind] > 1 ? 's' : ''} ${kind}`)
  const last = parts.pop()
  if (last === undefined) return 'No changes.'
  return parts.length === 0 ? last : `${parts.join(', ')} and ${last}`
}
