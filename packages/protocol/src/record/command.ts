import { enumeration, message, type MessageOf, optional, repeated, required } from '../schema/field.ts'
import { keptFile } from './files.ts'

const secretPlace = message('SecretPlace', {
  place: required('string', 'Where it stood: `argv[3]`, `variables.API_KEY`.'),
  name: required('string', 'The word it is asked for by when the run is reproduced.'),
})

const givenParam = message('GivenParam', {
  key: required('string', 'Name of the param.'),
  value: optional('string', 'Absent means empty.'),
})

const standardInput = message('StandardInput', {
  kind: required(enumeration({ NONE: 1, TERMINAL: 2, FILE: 3, PIPE: 4 }), 'What was connected.'),
  sha256: optional('string', 'Digest of what was read to its end.'),
  size: optional('double', 'Bytes.'),
  kept: optional(keptFile, 'Where the bytes are.'),
  not_kept: optional('string', 'Why they are not with the run.'),
})

export const command = message('RecordedCommand', {
  argv: repeated('string', 'The program and its arguments. In place of a secret stands `[secret:NAME]`.'),
  secrets: repeated(secretPlace, 'What was left out.'),
  params: repeated(givenParam, 'Params that were given beside the command.'),
  folder: required('string', 'Working folder, relative to the root of the code; `.` is the root itself.'),
  absolute_folder: required('string', 'Where that was on the machine of the run.'),
  stdin: required(standardInput, 'What was connected to standard input.'),
  started_at: required('double', 'Milliseconds since 1970.'),
})
/** What was run, and where. */
export type RecordedCommand = MessageOf<typeof command.fields>

const stream = message('RecordedStream', {
  size: required('double', 'Bytes that the program wrote.'),
  sha256: required('string', 'Digest of all of them.'),
  kept: optional(keptFile, 'The text, secrets redacted; its beginning and end where it is too long.'),
})

export const outcome = message('RecordedOutcome', {
  exit_code: optional('int32', 'Absent where a signal ended it.'),
  signal: optional('string', 'The signal that ended it: `SIGKILL`.'),
  not_started: optional('string', 'Why it could not be started.'),
  duration: required('double', 'Milliseconds.'),
  user_cpu: optional('double', 'Milliseconds, of the process and its descendants.'),
  system_cpu: optional('double', 'Milliseconds, of the process and its descendants.'),
  peak_memory: optional('double', 'Bytes that the process and its descendants kept resident at once, as sampled.'),
  bytes_read: optional('double', 'From storage.'),
  bytes_written: optional('double', 'To storage.'),
  processes: optional('double', 'How many were seen.'),
  stdout: required(stream, 'Standard output.'),
  stderr: required(stream, 'Standard error.'),
})
/** How the command ended, and what it used. */
export type RecordedOutcome = MessageOf<typeof outcome.fields>
