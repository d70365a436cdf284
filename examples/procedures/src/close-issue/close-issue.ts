import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { git } from './git.ts'

export interface Issue {
  readonly repository: string
  readonly issueNumber: number
  readonly title: string
  /** The solution: new contents of files, by path. */
  readonly files: Readonly<Record<string, string>>
}

export interface ClosedIssue {
  /** The merge commit. */
  readonly commit: string
  readonly diff: string
  /** Markdown. */
  readonly description: string
}

/**
 * Closes an issue: a branch, a commit, a merge. It knows nothing of tracking; `onStep` is told of each step that is done.
 * Rejects when the branch does not merge; the repository is then back on its main branch.
 */
export async function closeIssue(issue: Issue, onStep: (name: string) => void = () => undefined): Promise<ClosedIssue> {
  const { repository, issueNumber, title } = issue
  const main = (await git(repository, 'symbolic-ref', '--short', 'HEAD')).trim()
  const branch = `issue-${issueNumber}`
  await git(repository, 'checkout', '-q', '-b', branch, await findBase(repository, main))
  onStep('create-branch')

  await writeFiles(issue)
  await git(repository, 'add', '--all')
  await git(repository, 'commit', '-q', '-m', `${title} (#${issueNumber})`)
  onStep('commit')

  const diff = await git(repository, 'diff', `${main}...${branch}`)
  const description = await describe(issue, `${main}...${branch}`)
  await git(repository, 'checkout', '-q', main)
  await merge(repository, branch, `Close #${issueNumber}: ${title}`)
  onStep('merge')
  return { commit: (await git(repository, 'rev-parse', 'HEAD')).trim(), diff, description }
}

/** Work on an issue begins where the main branch was when it was last released, if it ever was. */
async function findBase(repository: string, main: string): Promise<string> {
  const tag = (await git(repository, 'tag', '--list', 'release')).trim()
  return tag === '' ? main : tag
}

async function writeFiles({ repository, files }: Issue): Promise<void> {
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(repository, path)), { recursive: true })
    await writeFile(join(repository, path), content)
  }
}

async function merge(repository: string, branch: string, message: string): Promise<void> {
  try {
    await git(repository, 'merge', '-q', '--no-ff', '-m', message, branch)
  } catch (cause) {
    const conflicts = (await git(repository, 'diff', '--name-only', '--diff-filter=U')).trim().split('\n').join(', ')
    await git(repository, 'merge', '--abort')
    throw new Error(`${branch} does not merge: conflicts in ${conflicts}`, { cause })
  }
}

async function describe({ repository, issueNumber, title }: Issue, range: string): Promise<string> {
  const changes = await git(repository, 'diff', '--stat', range)
  return `# ${title}\n\nCloses #${issueNumber}.\n\n\`\`\`\n${changes.trimEnd()}\n\`\`\`\n`
}
