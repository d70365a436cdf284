import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { git } from './git.ts'

export interface Issue {
  readonly repository: string
  readonly issueNumber: number
  readonly title: string
  /** Why this is done now, and for whom; part of the description. */
  readonly context?: string
  /** The solution: new contents of files, by path. */
  readonly files: Readonly<Record<string, string>>
}

/** What is handed in for review. */
export interface Proposal {
  readonly diff: string
  /** Markdown. */
  readonly description: string
  readonly filesChanged: number
  readonly linesAdded: number
  readonly linesRemoved: number
}

export interface ClosedIssue extends Proposal {
  /** The merge commit. */
  readonly commit: string
}

export interface ClosingOptions {
  /** Is told of each step that is done: `create-branch`, `commit`, `describe`, `merge`. */
  readonly onStep?: (name: string) => void
  /** Gets what is to be merged, before it is. */
  readonly onProposal?: (proposal: Proposal) => void | Promise<void>
}

/**
 * Closes an issue: a branch, a commit, a merge. It knows nothing of tracking. Rejects where the repository has changes of its own, where there
 * is nothing to commit and where the branch does not merge; the repository is then back on its main branch.
 */
export async function closeIssue(issue: Issue, { onStep = ignore, onProposal = ignore }: ClosingOptions = {}): Promise<ClosedIssue> {
  const { repository, issueNumber, title } = issue
  const main = (await git(repository, 'symbolic-ref', '--short', 'HEAD')).trim()
  if ((await git(repository, 'status', '--porcelain')) !== '') throw new Error('the repository has changes that are not committed')
  const branch = `issue-${issueNumber}`
  await git(repository, 'checkout', '-q', '-b', branch, await findBase(repository, main))
  try {
    onStep('create-branch')
    await writeFiles(issue)
    await git(repository, 'add', '--all')
    if ((await git(repository, 'status', '--porcelain')) === '') throw new Error(`nothing of the solution of #${issueNumber} is new`)
    await git(repository, 'commit', '-q', '-m', `${title} (#${issueNumber})`)
    onStep('commit')
  } finally {
    await git(repository, 'checkout', '-q', main)
  }
  const proposal = await propose(issue, `${main}...${branch}`)
  await onProposal(proposal)
  onStep('describe')
  await merge(repository, branch, `Close #${issueNumber}: ${title}`)
  onStep('merge')
  return { ...proposal, commit: (await git(repository, 'rev-parse', 'HEAD')).trim() }
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

async function propose({ repository, issueNumber, title, context }: Issue, range: string): Promise<Proposal> {
  const summary = (await git(repository, 'diff', '--stat', range)).trimEnd()
  const changes = (await git(repository, 'diff', '--numstat', range)).trimEnd().split('\n')
  const count = (column: number): number => changes.reduce((sum, line) => sum + (Number(line.split('\t')[column]) || 0), 0)
  const why = context === undefined ? '' : `${context}\n\n`
  return {
    diff: await git(repository, 'diff', range),
    description: `# ${title}\n\nCloses #${issueNumber}.\n\n${why}\`\`\`\n${summary}\n\`\`\`\n`,
    filesChanged: changes.length,
    linesAdded: count(0),
    linesRemoved: count(1),
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

function ignore(): void {}
