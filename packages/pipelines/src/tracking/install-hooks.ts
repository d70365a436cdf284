import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { runGit, toGitVariables } from '@reprise/capture/git'
import { RepriseError } from '@reprise/protocol/errors'
import type { Repository } from '../repository/index.ts'

/** What git runs, and when. A checkout of files alone, a rebase and a merge change nothing of the data. */
const hooks: Readonly<Record<string, string>> = {
  'post-checkout': 'test "$3" = 1 || exit 0\ntest -d "$(git rev-parse --git-dir)/rebase-merge" && exit 0\nexec reprise checkout',
  'pre-commit': 'exec reprise status',
  'pre-push': 'exec reprise push',
}

/** Puts hooks into git. Answers their names. Throws RESOURCE_ALREADY_EXISTS where the user has one of that name, before any is written. */
export async function installHooks(repository: Repository): Promise<readonly string[]> {
  const git = await repository.git()
  if (git === undefined) return []
  const { stdout } = await runGit({ folder: git.root, env: toGitVariables(repository.env) }, ['rev-parse', '--git-path', 'hooks'])
  const folder = resolve(git.root, stdout.toString().trim())
  const files = Object.entries(hooks).map(([name, script]) => ({ name, path: join(folder, name), text: `#!/bin/sh\n${script}\n` }))
  for (const { name, path, text } of files) {
    if (!existsSync(path) || readFileSync(path, 'utf8') === text) continue
    const hint = 'Add the lines to it by hand, or remove it.'
    throw new RepriseError(
      'RESOURCE_ALREADY_EXISTS',
      `Hook '${name}' already exists. Please refer to <https://man.dvc.org/install> for more info.`,
      { hint },
    )
  }
  mkdirSync(folder, { recursive: true })
  for (const { path, text } of files) {
    writeFileSync(path, text)
    chmodSync(path, 0o755)
  }
  return files.map(({ name }) => name)
}
