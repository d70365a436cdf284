import { relative } from 'node:path'
import type { RecordedCommand } from '@reprise/protocol'
import type { Redactor } from '../secrets/index.ts'
import type { RecordedInput } from '../running/index.ts'

/** Where the bytes of standard input are kept. */
export const STDIN_PATH = 'reprise/stdin'

export interface CommandPlace {
  readonly argv: readonly string[]
  readonly params: readonly { readonly key: string; readonly value: string }[]
  readonly folder: string
  readonly root: string
}

/** The command as it is recorded: without its secrets. */
export function describeCommand(
  { argv, params, folder, root }: CommandPlace,
  redactor: Redactor,
  stdin: RecordedCommand['stdin'],
  startedAt: number,
): RecordedCommand {
  const { argv: redacted, secrets } = redactor.argv(argv)
  return {
    argv: [...redacted],
    secrets: secrets.map(({ place, name }) => ({ place, name })),
    params: params.map((param) => redactParam(param, redactor)),
    folder: relative(root, folder) || '.',
    absolute_folder: folder,
    stdin,
    started_at: startedAt,
  }
}

/** A param or tag that was given, without its secret. */
export function redactParam(
  { key, value }: { readonly key: string; readonly value: string },
  redactor: Redactor,
): { key: string; value: string } {
  const [text = ''] = redactor.argv([`${key}=${value}`]).argv
  return { key, value: text.startsWith(`${key}=`) ? text.slice(key.length + 1) : redactor.text(value).text }
}

/** Standard input as it is recorded, with the bytes to keep. Input that holds a secret is not kept, nor digested: a short one could be guessed. */
export function describeStdin({ kind, bytes }: RecordedInput, redactor: Redactor): { stdin: RecordedCommand['stdin']; kept?: Buffer } {
  if (bytes === undefined) {
    return { stdin: kind === 'PIPE' || kind === 'FILE' ? { kind, not_kept: 'It was not read to its end.' } : { kind } }
  }
  const [sha256, size] = [bytes.sha256(), bytes.size]
  if (size === 0) return { stdin: { kind, sha256, size } }
  if (bytes.isCut) return { stdin: { kind, sha256, size, not_kept: 'It is too large.' } }
  const text = bytes.read()
  if (redactor.text(text.toString('latin1')).secrets.length > 0) {
    return { stdin: { kind, size, not_kept: 'It holds what looks like a secret.' } }
  }
  return { stdin: { kind, sha256, size, kept: { artifact: STDIN_PATH, sha256, size } }, kept: text }
}
