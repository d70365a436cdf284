import { runGit, toGitVariables, type Variables } from '@reprise/capture/git'

/** What git says of the folder of a project; everything is undefined where there is no git, or no commit. */
export interface GitState {
  readonly top: string | undefined
  readonly commit: string | undefined
  readonly branch: string | undefined
  /** Whether files that git tracks are other than in the commit. */
  readonly isDirty: boolean | undefined
  readonly remote: string | undefined
}

export async function lookAtGit(folder: string, variables: Variables): Promise<GitState> {
  const place = { folder, env: toGitVariables(variables) }
  const ask = async (...args: string[]): Promise<string | undefined> => {
    const { code, stdout } = await runGit(place, args)
    return code === 0 ? stdout.toString().trimEnd() : undefined
  }
  const top = await ask('rev-parse', '--show-toplevel')
  if (top === undefined) return { top, commit: undefined, branch: undefined, isDirty: undefined, remote: undefined }
  const [status, remote] = await Promise.all([
    ask('status', '--porcelain=v2', '--branch', '--untracked-files=no'),
    ask('config', '--get', 'remote.origin.url').then((origin) => origin ?? otherRemote(ask)),
  ])
  const lines = status?.split('\n') ?? []
  const said = (name: string): string | undefined =>
    lines.find((line) => line.startsWith(`# branch.${name} `))?.slice(`# branch.${name} `.length)
  const [commit, branch] = [said('oid'), said('head')]
  return {
    top,
    commit: commit === undefined || !/^[0-9a-f]+$/.test(commit) ? undefined : commit,
    // Servers that build check out a commit, and say in their variables of which branch it is.
    branch: branch === undefined || branch === '(detached)' ? branchOfBuild(variables) : branch,
    isDirty: status === undefined ? undefined : lines.some((line) => line !== '' && !line.startsWith('#')),
    remote,
  }
}

async function otherRemote(ask: (...args: string[]) => Promise<string | undefined>): Promise<string | undefined> {
  const [first] = ((await ask('remote')) ?? '').split('\n')
  return first === undefined || first === '' ? undefined : ask('config', '--get', `remote.${first}.url`)
}

function branchOfBuild(variables: Variables): string | undefined {
  return ['GITHUB_HEAD_REF', 'GITHUB_REF_NAME', 'CI_COMMIT_REF_NAME']
    .map((name) => variables[name])
    .find((name) => name !== undefined && name !== '')
}
