import { dataRepositories } from './data-repositories.ts'
import type { ExampleRepository } from './example-repository.ts'
import { pipelineRepositories } from './pipeline-repositories.ts'

/** What people keep with DVC, each small: one tool makes it, the other one uses it. */
export const repositories: readonly ExampleRepository[] = [...dataRepositories, ...pipelineRepositories]
