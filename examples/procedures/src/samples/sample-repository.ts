import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { git } from '../close-issue/git.ts'

/** A repository in which one issue can be closed, and another conflicts with what happened since the release. */
export async function makeSampleRepository(folder: string): Promise<string> {
  const repository = join(folder, 'project')
  await mkdir(repository, { recursive: true })
  await git(repository, 'init', '-q', '-b', 'main')
  await writeFile(join(repository, 'greeting.txt'), 'hello\n')
  await git(repository, 'add', '--all')
  await git(repository, 'commit', '-q', '-m', 'Greet')
  await git(repository, 'tag', 'release')
  await writeFile(join(repository, 'greeting.txt'), 'good morning\n')
  await git(repository, 'commit', '-q', '--all', '-m', 'Greet by the time of day')
  return repository
}
