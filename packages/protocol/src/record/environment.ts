import { enumeration, message, type MessageOf, optional, repeated, required } from '../schema/field.ts'
import { keptFile } from './files.ts'

const interpreter = message('RecordedInterpreter', {
  language: required('string', 'python, node, r, …'),
  implementation: optional('string', 'CPython, PyPy, Bun, …'),
  version: required('string', 'As it says itself: 3.11.7.'),
  path: required('string', 'The file that was run.'),
  sha256: optional('string', 'Digest of that file.'),
  prefix: optional('string', 'The folder of its environment.'),
  is_virtual: optional('bool', 'Whether that is an environment of its own (venv, conda), not the system.'),
})
export type RecordedInterpreter = MessageOf<typeof interpreter.fields>

const recordedPackage = message('RecordedPackage', {
  ecosystem: required('string', 'python, conda, node, r, …'),
  name: required('string', 'As its ecosystem spells it.'),
  version: required('string', 'As its ecosystem spells it.'),
  fingerprint: optional('string', 'Digest of what is installed: differs when files were edited or built anew.'),
  edited: repeated(
    'string',
    'Files that are other than what was installed: of Python by the digests in RECORD; of npm those younger than its list of what is installed, since it keeps no digests of files.',
  ),
  source: optional('string', 'Where it came from if not from the usual registry: a URL without password, a folder, a commit.'),
  is_used: optional('bool', 'Whether the run loaded it; absent where nobody looked.'),
})
export type RecordedPackage = MessageOf<typeof recordedPackage.fields>

const variable = message('RecordedVariable', {
  name: required('string', 'Name of the environment variable.'),
  value: optional('string', 'Only of variables on the list of those that may be shown.'),
  digest: optional('string', 'HMAC-SHA256 of the value with the salt of this record: says whether it is the same, not what it is.'),
})

const lockFile = message('RecordedLockFile', {
  path: required('string', 'Relative to the root of the code, or absolute.'),
  kind: required('string', 'requirements, uv, poetry, conda, npm, npm-installed (what npm says of node_modules), pnpm, yarn, bun, renv, …'),
  file: optional(keptFile, 'Its bytes; absent where it is in the code anyway.'),
})

export const environment = message('RecordedEnvironment', {
  interpreters: repeated(interpreter, 'Those the command runs in.'),
  packages: repeated(recordedPackage, 'What is installed for them.'),
  lock_files: repeated(lockFile, 'What they were installed from.'),
  variables: repeated(variable, 'Environment variables.'),
  salt: optional('string', 'Of the digests of variables.'),
  system: required('json', 'The contents of system_info.json: see docs/formats/system-info.md.'),
})
/** What a command ran in. */
export type RecordedEnvironment = MessageOf<typeof environment.fields>

export const captureItem = message('CaptureItem', {
  name: required('string', 'What was looked for: `git.commit`, `python.packages`, `gpu.driver`.'),
  status: required(
    enumeration({ CAPTURED: 1, ABSENT: 2, TIMED_OUT: 3, FAILED: 4, SKIPPED: 5 }),
    'ABSENT: there is no such thing here. SKIPPED: it was not asked for, or is past a limit.',
  ),
  detail: optional('string', 'Why, in words.'),
})
/** One thing that was captured, or was not. */
export type CaptureItem = MessageOf<typeof captureItem.fields>
