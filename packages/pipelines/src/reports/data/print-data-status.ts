import type { DataStatus, StateChanges } from './data-status.ts'

interface Section {
  readonly label: string
  readonly hints: readonly string[]
}

const sections: Readonly<Record<keyof DataStatus, Section>> = {
  not_in_cache: { label: 'Not in cache', hints: ['use "reprise fetch <file>..." to download files'] },
  not_in_remote: { label: 'Not in remote', hints: ['use "reprise push <file>..." to upload files'] },
  committed: { label: 'DVC committed changes', hints: ['git commit the corresponding dvc files to update the repo'] },
  uncommitted: {
    label: 'DVC uncommitted changes',
    hints: ['use "reprise commit <file>..." to track changes', 'use "reprise checkout <file>..." to discard changes'],
  },
  untracked: { label: 'Untracked files', hints: ['use "git add <file> ..." or "reprise add <file>..." to commit to git or to dvc'] },
  unchanged: { label: 'DVC unchanged files', hints: [] },
}

/** What git says beside. */
export interface GitState {
  readonly isEmpty: boolean
  readonly isDirty: boolean
}

/** The text of `data status`. */
export function printDataStatus(status: DataStatus, git: GitState | undefined): string {
  const told = (Object.keys(sections) as (keyof DataStatus)[])
    .map((key) => ({ ...sections[key], items: itemsOf(status[key]) }))
    .filter(({ items }) => items.length > 0)
  const text =
    told.length === 0
      ? `No changes${git?.isEmpty === true ? ' in an empty git repo' : ''}.\n`
      : told
          .map(({ label, hints, items }) =>
            [`${label}:`, ...hints.map((hint) => `  (${hint})`), ...items.map((item) => `        ${item}`), ''].join('\n'),
          )
          .join('\n')
  if (git?.isDirty !== true) return text
  return `${text}(there are ${told.length > 0 ? 'other ' : ''}changes not tracked by dvc, use "git status" to see)\n`
}

function itemsOf(found: readonly string[] | StateChanges): string[] {
  if (isList(found)) return [...found]
  return Object.entries(found).flatMap(([state, changes]) =>
    (changes as readonly (string | { old: string; new: string })[]).map(
      (change) => `${state}: ${typeof change === 'string' ? change : `${change.old} -> ${change.new}`}`,
    ),
  )
}

function isList(found: readonly string[] | StateChanges): found is readonly string[] {
  return Array.isArray(found)
}
