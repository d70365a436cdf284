import { enumeration, message, type MessageOf, optional, repeated, required } from '../schema/field.ts'
import { keptFile, recordedFile } from './files.ts'

const remote = message('RecordedRemote', {
  name: required('string', 'As git calls it.'),
  url: required('string', 'Without user and password.'),
})

const submodule = message('RecordedSubmodule', {
  path: required('string', 'Relative to the root of the code.'),
  commit: optional('string', 'What was checked out.'),
  tree: required('string', 'Object id of the tree with everything that was there.'),
  pack: optional(keptFile, 'A pack file with everything that the tree needs.'),
  not_kept: optional('string', 'Why there is no pack.'),
})

export const code = message('RecordedCode', {
  kind: required(
    enumeration({ GIT: 1, FILES: 2, NONE: 3 }),
    'GIT is a work tree; FILES are those that the run read; NONE: nothing is known.',
  ),
  root: required('string', 'Where it was on the machine of the run.'),
  commit: optional('string', 'What was checked out; absent in a repository without commits.'),
  branch: optional('string', 'Absent where HEAD was detached.'),
  tree: optional('string', 'Object id of the git tree with everything in the work tree that is not ignored, untracked files included.'),
  object_format: optional('string', 'sha1 or sha256.'),
  uncommitted: optional('bool', 'Whether that is other than the tree of the commit.'),
  remotes: repeated(remote, 'Where the repository came from.'),
  base: optional(keptFile, 'A pack file with the commit and everything its tree needs, without history.'),
  changes: optional(keptFile, 'A pack file with what the tree needs besides.'),
  patch: optional(keptFile, 'The uncommitted changes as text, for reading; secrets redacted.'),
  files: repeated(recordedFile, 'With GIT: untracked files that are too large for a pack. With FILES: all.'),
  submodules: repeated(submodule, 'Repositories inside the work tree.'),
  not_kept: optional('string', 'Why there are no packs.'),
})
/** The code of a run, to the byte. */
export type RecordedCode = MessageOf<typeof code.fields>
