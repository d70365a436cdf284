import type { CaptureItem, RecordedCode } from '@reprise/protocol'
import { redactUrl } from '../secrets/index.ts'
import type { Repository } from './git/find-repository.ts'
import { describeInner } from './packs/describe-inner.ts'
import { describeAllLeftOut } from './packs/describe-left-out.ts'
import type { TakenCode } from './take-snapshot.ts'

/** What is known of the code before anything is packed. */
export function describeCode(code: TakenCode): RecordedCode {
  const { repository, taken } = code
  return {
    kind: 'GIT',
    root: repository.root,
    ...(repository.head === undefined ? {} : { commit: repository.head.commit }),
    ...(repository.branch === undefined ? {} : { branch: repository.branch }),
    tree: taken.tree,
    object_format: repository.objectFormat,
    uncommitted: taken.isChanged,
    remotes: readRemotes(repository),
    files: describeAllLeftOut(code),
    submodules: describeInner(code.inner),
  }
}

/** What was looked for, and found or not. */
export function listItems({ repository, taken, inner }: TakenCode): CaptureItem[] {
  const present = (name: string, value: unknown, why: string): CaptureItem =>
    value === undefined ? { name, status: 'ABSENT', detail: why } : { name, status: 'CAPTURED' }
  const unread = taken.problems.slice(0, 5).join('; ')
  const failed = inner.flatMap(({ path, why }): CaptureItem[] =>
    why === undefined ? [] : [{ name: `code.submodules.${path}`, status: 'FAILED', detail: why }],
  )
  return [
    present('code.commit', repository.head, 'The repository has no commits.'),
    present('code.branch', repository.branch, 'HEAD is detached.'),
    taken.problems.length === 0
      ? { name: 'code.tree', status: 'CAPTURED' }
      : { name: 'code.tree', status: 'FAILED', detail: `Some files could not be read: ${unread}` },
    present('code.remotes', readRemotes(repository)[0], 'The repository has no remotes.'),
    present('code.submodules', inner[0], 'There are no repositories inside.'),
    ...failed,
  ]
}

/** Addresses without user and password. */
function readRemotes({ config }: Repository): RecordedCode['remotes'] {
  return [...config].flatMap(([name, url]) => {
    const [, remote] = /^remote\.([\s\S]+)\.url$/.exec(name) ?? []
    return remote === undefined ? [] : [{ name: remote, url: redactUrl(url) }]
  })
}
