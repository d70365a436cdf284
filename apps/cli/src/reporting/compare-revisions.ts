import type { FileResults, RevisionFiles, RevisionResults, Value } from '@reprise/pipelines'
import { ReportProject } from '@reprise/pipelines/reports/project'
import { compareValues, printChanges, toChangesValue } from '@reprise/pipelines/reports/values'
import type { Project } from '../project/index.ts'
import { warnOfFailures } from './warn-of-failures.ts'
import { writeValue } from './write-value.ts'

export interface CompareOptions {
  readonly targets?: string[] | true
  readonly all?: boolean
  readonly md?: boolean
  readonly path?: boolean
  readonly precision?: number
}

/** What of the files is compared, and how it is shown. */
export interface Comparison {
  readonly title: string
  readonly read: (files: RevisionFiles, targets: readonly string[]) => FileResults
  readonly precision: number | undefined
  readonly showsDifference: boolean
}

/** Compares values of two revisions: what `metrics diff` and `params diff` have in common. */
export async function compareRevisions(
  project: Project,
  [old, current]: readonly [string, string],
  options: CompareOptions,
  { title, read, precision, showsDifference }: Comparison,
): Promise<void> {
  using reported = new ReportProject(project.repository)
  if (!(await reported.hasCommits())) return project.isJson ? writeValue(project, new Map()) : undefined
  const targets = Array.isArray(options.targets) ? options.targets.map((target) => reported.locate(target)) : []
  const failed = (revision: string, { message }: Error): void =>
    project.warn(`failed to load ${title.toLowerCase()}s in revision '${revision}', ${message}`)
  const found = await reported.readEach([old, current], (files) => read(files, targets), failed)
  warnOfFailures(project, found, 'metrics')
  const changes = compareValues(valuesOf(found.get(old)), valuesOf(found.get(current)), { withUnchanged: options.all })
  const shown = new Map([...changes].map(([path, change]) => [reported.show(path), change]))
  if (project.isJson) return writeValue(project, toChangesValue(shown))
  const { md: isMarkdown, path } = options
  project.print(
    printChanges(shown, { title, isMarkdown, precision, showsDifference, revisions: [old, current], hidesPaths: path === false }),
  )
}

function valuesOf(result: RevisionResults | undefined): Map<string, Value> {
  return new Map([...(result?.files ?? [])].flatMap(([path, { data }]) => (data === undefined ? [] : [[path, data]])))
}
