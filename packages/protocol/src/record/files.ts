import { enumeration, message, type MessageOf, optional, required } from '../schema/field.ts'

export const keptFile = message('KeptFile', {
  artifact: required('string', 'Path below the artifacts of the run.'),
  sha256: required('string', 'Digest of its bytes, 64 lower-case hexadecimal digits.'),
  size: required('double', 'Bytes.'),
})
/** A file whose bytes are an artifact of the run. Readers hold the bytes against the digest before they use them. */
export type KeptFile = MessageOf<typeof keptFile.fields>

export const recordedFile = message('RecordedFile', {
  path: required(
    'string',
    'Relative to the root of the code, with slashes; absolute where the file lies outside. A byte that is not UTF-8 is written \\xNN.',
  ),
  kind: required(enumeration({ FILE: 1, LINK: 2, FOLDER: 3 }), 'LINK is a symbolic link; it is not followed.'),
  size: optional('double', 'Bytes.'),
  sha256: optional('string', 'Digest of the bytes, or of the target of a link; absent where they could not be read.'),
  md5: optional('string', 'MD5 of the bytes, by which lineage knows data; absent where nobody took it.'),
  executable: optional('bool', 'Whether its owner may execute it.'),
  target: optional('string', 'Where a link points to.'),
  modified_at: optional('double', 'Milliseconds since 1970. Informative: not part of what the file is.'),
  modified_ns: optional('string', 'The same in nanoseconds, in decimal digits; absent where nobody knows it so well.'),
  is_listed: optional(
    'bool',
    'Whether it was not seen to be read: the run asked for the names in its folder, for its size or its time, or it lay there.',
  ),
  kept: optional('string', 'Path below the artifacts of the run where the bytes are.'),
  not_kept: optional('string', 'Why the bytes are not with the run.'),
  known_by: optional(
    enumeration({ SCAN: 1, HOOK: 2, TRACE: 3, DECLARED: 4 }),
    'SCAN compared the folder before and after, HOOK was told by the language, TRACE by the kernel, DECLARED by the user.',
  ),
})
/** A file that a run read, wrote, or was made from. */
export type RecordedFile = MessageOf<typeof recordedFile.fields>
