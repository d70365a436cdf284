import { userInfo } from 'node:os'
import { findGitCommit } from './git-commit.ts'

/** The tags that MLflow's own clients set: who started the run, by which program, at which commit. */
export function defaultTags(): Record<string, string> {
  const program = process.argv[1]
  const commit = findGitCommit(process.cwd())
  return {
    'mlflow.user': userName(),
    'mlflow.source.name': program ?? process.execPath,
    'mlflow.source.type': 'LOCAL',
    ...(commit === undefined ? {} : { 'mlflow.source.git.commit': commit }),
  }
}

/** The name of the user this process runs as; a user id without a name in the system has none. */
function userName(): string {
  try {
    return userInfo().username
  } catch {
    return 'unknown'
  }
}
