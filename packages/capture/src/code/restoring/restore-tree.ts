import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { type KeptFile, RepriseError } from '@reprise/protocol'
import { plainAttributes, printConfig, toShadowVariables } from '../git/create-shadow.ts'
import { type GitAnswer, type GitPlace, runGit, splitNul, toGitVariables, type Variables } from '../git/run-git.ts'
import { toShownPath } from '../tree/paths.ts'
import { receive, type ReadKept } from './receive.ts'

export interface TreeRequest {
  /** An empty folder. */
  readonly root: string
  readonly tree: string
  readonly objectFormat: 'sha1' | 'sha256'
  readonly commit?: string
  readonly branch?: string
  /** The first whole, the others may refer to objects of those before. */
  readonly packs: readonly KeptFile[]
  /** A clone to take other objects from. */
  readonly clone?: string
  readonly readKept: ReadKept
  readonly env: Variables
}

const TIMEOUT = 600_000

/**
 * Makes a repository in `root` with the commit checked out, and the work tree of `tree`. Git runs without any configuration of the user's
 * or the record's, so it converts nothing and starts nothing; it refuses paths that lead elsewhere. Then the tree is written anew from
 * the files, and must be the same.
 */
export async function restoreTree(request: TreeRequest): Promise<void> {
  const place = await makeRepository(request)
  // Where there has to be room anyway, and where nobody forgets it.
  const workshop = await mkdtemp(join(request.root, '.git', 'reprise-restore-'))
  try {
    for (const [index, pack] of request.packs.entries()) {
      const file = join(workshop, `${index}.pack`)
      await receive(request.readKept, pack, file)
      await git(place, ['index-pack', '--fix-thin', '--stdin', '--threads=1'], `unpack ${pack.artifact}`, file)
    }
    await assertThere(place, request)
    await checkOut(place, request.tree)
    await verify(place, request, workshop)
    await pointAtCommit(place, request)
  } finally {
    await rm(workshop, { recursive: true, force: true })
  }
}

async function makeRepository({ root, objectFormat, clone, env }: TreeRequest): Promise<GitPlace> {
  const gitFolder = join(root, '.git')
  for (const part of ['objects/info', 'objects/pack', 'refs/heads', 'info']) await mkdir(join(gitFolder, part), { recursive: true })
  await writeFile(join(gitFolder, 'HEAD'), 'ref: refs/heads/main\n')
  await writeFile(join(gitFolder, 'config'), printConfig({ objectFormat, config: new Map() }))
  await writeFile(join(gitFolder, 'info', 'attributes'), plainAttributes)
  const place = { folder: root, env: toShadowVariables(toGitVariables(env), { gitFolder, workTree: root }) }
  if (clone === undefined) return place
  const { code, stdout, stderr } = await runGit({ folder: clone, env: toGitVariables(env) }, ['rev-parse', '--git-path', 'objects'])
  if (code !== 0) throw new RepriseError('INVALID_PARAMETER_VALUE', `${clone} is not a git repository: ${stderr}`)
  const objects = resolve(clone, stdout.toString().replace(/\n$/, ''))
  await writeFile(join(gitFolder, 'objects', 'info', 'alternates'), `${objects}\n`)
  return place
}

async function assertThere(place: GitPlace, { tree, clone }: TreeRequest): Promise<void> {
  const { code } = await runGit(place, ['cat-file', '-e', `${tree}^{tree}`])
  const missing = code !== 0 || (await runGit(place, ['rev-list', '--objects', '--quiet', tree, '--'])).code !== 0
  if (!missing) return
  throw new RepriseError('DATA_LOSS', `The packs do not have everything that the tree ${tree} needs.`, {
    hint: clone === undefined ? 'Give a clone of the repository that has the rest.' : 'Fetch all branches into the clone first.',
  })
}

async function checkOut(place: GitPlace, tree: string): Promise<void> {
  const { stdout } = await runGit(place, ['ls-tree', '-r', '-t', '-z', '--name-only', '--full-tree', tree])
  const names = splitNul(stdout).toSorted()
  const twice = names.find((name, index) => name === names[index + 1])
  if (twice !== undefined) throw new RepriseError('DATA_LOSS', `The tree has ${toShownPath(twice)} twice.`)
  await git(place, ['-c', 'core.protectNTFS=true', '-c', 'core.protectHFS=true', 'read-tree', tree], 'read the tree')
  await git(place, ['checkout-index', '--all', '--quiet', '--index'], 'write the files')
}

/** With a fresh index git reads every file again. */
async function verify(place: GitPlace, { tree }: TreeRequest, workshop: string): Promise<void> {
  const fresh = { ...place, env: { ...place.env, GIT_INDEX_FILE: join(workshop, 'index') } }
  await git(fresh, ['read-tree', tree], 'read the tree')
  await git(fresh, ['add', '-A', '-f', '--', '.'], 'read the files')
  const written = (await git(fresh, ['write-tree', '--missing-ok'], 'write the tree')).stdout.toString().trim()
  if (written === tree) return
  const { stdout } = await runGit(place, ['diff-tree', '-r', '-z', '--name-only', tree, written])
  const [first = '', ...others] = splitNul(stdout).map(toShownPath)
  throw new RepriseError('DATA_LOSS', `${others.length + 1} restored files are other than recorded, ${first} first.`, {
    hint: 'The file system may not keep executable bits, links, or upper and lower case.',
  })
}

/** As it was: the commit and branch checked out, what is uncommitted uncommitted. History is not there, which git calls shallow. */
async function pointAtCommit(place: GitPlace, { root, commit, branch, tree }: TreeRequest): Promise<void> {
  if (commit === undefined || (await runGit(place, ['cat-file', '-e', `${commit}^{commit}`])).code !== 0) return
  const { stdout } = await runGit(place, ['cat-file', 'commit', commit])
  if (/^parent /m.test(stdout.toString().split('\n\n')[0] ?? '')) await writeFile(join(root, '.git', 'shallow'), `${commit}\n`)
  const isNamed = branch !== undefined && (await runGit(place, ['check-ref-format', '--branch', branch])).code === 0
  const named = isNamed ? await runGit(place, ['update-ref', `refs/heads/${branch}`, commit]) : undefined
  if (named?.code === 0) await git(place, ['symbolic-ref', 'HEAD', `refs/heads/${branch}`], 'name the branch')
  else await git(place, ['update-ref', '--no-deref', 'HEAD', commit], 'check out the commit')
  const complete = (await runGit(place, ['rev-list', '--objects', '--quiet', `${commit}^{tree}`, '--'])).code === 0
  await git(place, ['read-tree', complete ? commit : tree], 'read the commit')
  await runGit(place, ['update-index', '-q', '--refresh'])
}

async function git(place: GitPlace, args: readonly string[], what: string, stdinFile?: string): Promise<GitAnswer> {
  const answer = await runGit(place, args, { timeout: TIMEOUT, ...(stdinFile === undefined ? {} : { stdinFile }) })
  if (answer.code === 0) return answer
  if (answer.trouble === 'missing') {
    throw new RepriseError('INVALID_PARAMETER_VALUE', 'git was not found on PATH: it is needed to restore code.', { hint: 'Install git.' })
  }
  throw new RepriseError('DATA_LOSS', `git could not ${what}: ${answer.trouble ?? answer.stderr.split('\n').at(-1) ?? ''}.`)
}
