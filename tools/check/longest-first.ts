import { relative } from 'node:path'
import { BaseSequencer, type TestSpecification } from 'vitest/node'
import { root } from './repository.ts'

/** Files that take the longest, and longer than their size tells, by what they took. To be right about the order of minutes is enough. */
const longest = [
  'tests/src/reproduce/corpus.test.ts',
  'tests/src/fuzz/endpoints.test.ts',
  'tests/src/reproduce/explain-runs.test.ts',
  'tests/src/compat/python-client.test.ts',
  'tests/src/dvc/vectors.test.ts',
  'packages/storage/src/backends/postgres/operations.test.ts',
  'tests/src/web/files.test.ts',
  'tests/src/dvc/interchange/interchange.test.ts',
  'tests/src/reproduce/python-environments.test.ts',
  'tests/src/compat/python-client-postgres.test.ts',
  'tests/src/compat/differential.test.ts',
  'tests/src/compat/mlflow-server.test.ts',
  'tests/src/fuzz/properties.test.ts',
  'tests/src/newcomer/fresh-clone.test.ts',
  'tests/src/web/must-haves/must-haves.test.ts',
  'tests/src/dvc/histories/histories.test.ts',
  'tests/src/crash/data-kill.test.ts',
  'packages/pipelines/src/remotes/folder-remotes.test.ts',
  'packages/storage/src/backends/sqlite/store.test.ts',
  'packages/storage/src/backends/postgres/store.test.ts',
]

/** The longest files first, and the tests beside the code last: a long file that starts at the end leaves the other processors idle. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = (file: TestSpecification): number => {
      const place = longest.indexOf(relative(root, file.moduleId))
      if (place !== -1) return place
      return file.project.name === 'unit' ? longest.length + 1 : longest.length
    }
    return (await super.sort(files)).toSorted((a, b) => rank(a) - rank(b))
  }
}
