import type { CheckedOut } from '@reprise/pipelines/tracking'
import { type Project, ProjectFailure } from '../project/index.ts'

export const kinds = ['modified', 'added', 'deleted'] as const

/** `M	file`, one line for each output that changed. */
export function tellChanges(project: Project, done: CheckedOut): void {
  for (const kind of kinds) for (const path of done[kind]) project.say(`${kind.charAt(0).toUpperCase()}\t${show(project, path)}`)
}

export function toChangesJson(project: Project, { failed, files, ...changes }: CheckedOut): Readonly<Record<string, unknown>> {
  return {
    ...Object.fromEntries(kinds.map((kind) => [kind, changes[kind].map((path) => show(project, path))])),
    failed: failed.map(project.repository.show),
    files,
  }
}

/** What could not be brought, and what to do. */
export function failedCheckout({ repository }: Project, { failed }: CheckedOut, exitCode: 1 | 255): ProjectFailure {
  const names = failed.map(repository.show).join('\n')
  return new ProjectFailure(
    `Checkout failed for following targets:\n${names}\nIs your cache up to date?\n<https://error.dvc.org/missing-files>`,
    { exitCode, hint: '`reprise pull` fetches what the cache lacks; --allow-missing leaves it out.' },
    'RESOURCE_DOES_NOT_EXIST',
  )
}

/** Folders with the slash at their ends. */
function show({ repository }: Project, path: string): string {
  return path.endsWith('/') ? `${repository.show(path)}/` : repository.show(path)
}
