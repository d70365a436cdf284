import { existsSync, mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import type { Variables } from '@reprise/capture/git'
import { RepriseError } from '@reprise/protocol/errors'
import { type Git, openGit } from './git.ts'
import { addToGitignore } from './gitignore.ts'
import { layoutOf, type ProjectLayout } from './layout.ts'

const DVCIGNORE = [
  '# Add patterns of files dvc should ignore, which could improve',
  '# the performance. Learn more at',
  '# https://dvc.org/doc/user-guide/dvcignore',
  '',
].join('\n')

export interface InitOptions {
  readonly env: Variables
  /** Without git: nothing is ever written to a .gitignore. */
  readonly noScm?: boolean | undefined
  /** For a project below the top of a git repository. */
  readonly isSubfolder?: boolean | undefined
  /** Drops a `.dvc` that is there, with its cache. */
  readonly force?: boolean | undefined
}

/**
 * Makes a folder a project: an empty configuration, a `.dvcignore` with comments, what git shall ignore; staged in git as DVC does. Throws, in DVC's words,
 * INVALID_PARAMETER_VALUE where git does not fit, RESOURCE_ALREADY_EXISTS where there is a project.
 */
export async function initProject(folder: string, options: InitOptions): Promise<ProjectLayout> {
  const { env, noScm = false, isSubfolder = false, force = false } = options
  if (noScm && isSubfolder) throw new RepriseError('INVALID_PARAMETER_VALUE', 'Cannot initialize repo with `--no-scm` and `--subdir`')
  const layout = layoutOf(resolve(folder))
  const git = noScm ? undefined : await requireGit(layout, { env, isTop: !isSubfolder })
  if (statSync(layout.dvc, { throwIfNoEntry: false })?.isDirectory() === true) {
    const shown = relative(process.cwd(), layout.dvc)
    if (!force) throw new RepriseError('RESOURCE_ALREADY_EXISTS', `'${shown}' exists. Use \`-f\` to force.`)
    rmSync(layout.dvc, { recursive: true })
  }
  mkdirSync(layout.temporary, { recursive: true })
  writeFileSync(layout.config, noScm ? '[core]\n    no_scm = True\n' : '')
  if (!existsSync(layout.dvcignore)) writeFileSync(layout.dvcignore, DVCIGNORE)
  if (git !== undefined) {
    await ignoreOwnFiles(git, layout)
    await git.stage([layout.config, layout.dvcignore, layout.gitignore].filter((path) => existsSync(path)))
  }
  return layout
}

/** Has git ignore what is not for others: done on every command of DVC, too. Answers the file when it was changed. */
export async function ignoreOwnFiles(git: Git, layout: ProjectLayout): Promise<string | undefined> {
  let changed: string | undefined
  for (const path of [layout.localConfig, layout.temporary, layout.defaultCache]) changed = (await addToGitignore(git, path)) ?? changed
  return changed
}

async function requireGit(layout: ProjectLayout, options: { readonly env: Variables; readonly isTop: boolean }): Promise<Git> {
  const git = await openGit(layout.root, options)
  if (git === undefined) {
    throw new RepriseError(
      'INVALID_PARAMETER_VALUE',
      `${layout.root} is not tracked by any supported SCM tool (e.g. Git). Use \`--no-scm\` if you don't want to use any SCM or \`--subdir\` if initializing inside a subdirectory of a parent SCM repository.`,
    )
  }
  if ((await git.findIgnored([layout.dvc, join(layout.dvc, 'config')])).size > 0) {
    throw new RepriseError(
      'INVALID_PARAMETER_VALUE',
      `${layout.dvc} is ignored by your SCM tool. \nMake sure that it's tracked, for example, by adding '!.dvc' to .gitignore.`,
    )
  }
  return git
}
