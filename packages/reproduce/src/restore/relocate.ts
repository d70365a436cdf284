import type { RunRecord } from '@reprise/protocol'

/** Finds the new place for what was recorded in another folder. */
export interface Relocation {
  /** Roots of the code as the original saw them; several where a link led there. */
  readonly from: readonly string[]
  readonly to: string
}

/** The root as git names it, and as the shell did. */
export function relocationOf({ code, command }: RunRecord, to: string): Relocation {
  const from = [code.root]
  const { folder, absolute_folder: shown } = command
  const rootShown = folder === '.' ? shown : shown.endsWith(`/${folder}`) ? shown.slice(0, -folder.length - 1) : shown
  if (rootShown !== code.root && !folder.startsWith('..')) from.push(rootShown)
  return { from: from.filter((root) => root !== '' && root !== '/'), to }
}

/** A text with the old root replaced wherever it stands as a folder. */
export function relocate(text: string, { from, to }: Relocation): string {
  return from.reduce((moved, root) => moved.replace(new RegExp(`(?<![\\w.-])${escapePattern(root)}(?=$|[/:;,'"\\s])`, 'g'), () => to), text)
}

/** A text as a pattern that finds itself. */
export function escapePattern(text: string): string {
  return text.replace(/[$()*+.?[\\\]^{|}]/g, '\\$&')
}
