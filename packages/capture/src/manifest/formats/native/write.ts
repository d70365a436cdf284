import type { DataManifest } from '../../data-manifest.ts'
import { mergeByPath } from '../../merge-by-path.ts'
import { saysTheSame } from '../../same-entry.ts'
import { type ParentName, printHeader } from './header.ts'
import { type Line, printLine } from './line.ts'

/** What a differential manifest is written against. */
export interface Parent extends ParentName {
  readonly manifest: DataManifest
}

/** Prints the native manifest, in pieces of text; with a parent, only what is not the same there. */
export function* printNative(manifest: DataManifest, parent?: Parent): Generator<string> {
  const entries: readonly Line[] = parent === undefined ? manifest.entries : listChanges(parent.manifest, manifest)
  const lines = [...mergeByPath(entries, manifest.problems)].flatMap(([entry, problem]) => problem ?? entry ?? [])
  yield `${printHeader(manifest, lines.length, parent && { root: parent.root, file: parent.file })}\n`
  for (const line of lines) yield `${printLine(line)}\n`
}

/** A file that was only touched has not changed: what informs about it stays as the parent has it. */
function listChanges(parent: DataManifest, manifest: DataManifest): Line[] {
  return [...mergeByPath(parent.entries, manifest.entries)].flatMap(([before, after]): Line[] => {
    if (after === undefined) return before === undefined ? [] : [{ type: 'removed', path: before.path }]
    return before !== undefined && saysTheSame(before, after) ? [] : [after]
  })
}
