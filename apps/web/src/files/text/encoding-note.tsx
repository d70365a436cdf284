import page from '../../shell/page.module.css'
import type { TextEncoding } from '../looks-like.ts'

const notes = {
  'utf-8': undefined,
  'utf-16le': 'It is UTF-16.',
  'utf-16be': 'It is UTF-16.',
  'windows-1252': 'It is not UTF-8: it is read as Windows-1252, which holds Latin-1.',
} as const satisfies Record<TextEncoding, string | undefined>

/** Says how a text was read, where that is not as nearly all are. */
export function EncodingNote({ encoding }: { readonly encoding: TextEncoding }) {
  const note = notes[encoding]
  return note === undefined ? null : <span className={page['soft']}>{note}</span>
}
