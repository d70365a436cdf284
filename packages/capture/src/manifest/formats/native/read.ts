import { RepriseError } from '@reprise/protocol'
import type { DataManifest } from '../../data-manifest.ts'
import type { ManifestEntry, ManifestProblem } from '../../entry.ts'
import { mergeByPath } from '../../merge-by-path.ts'
import { comparePaths } from '../../paths/path-text.ts'
import { computeRootId } from '../../root-id.ts'
import { JsonReader } from '../json-reader.ts'
import { standsTwice } from '../sort-entries.ts'
import { type Header, type ParentName, readHeader } from './header.ts'
import { type Line, readLine } from './line.ts'

/** Finds what a differential manifest names as its parent. */
export type FindParent = (parent: ParentName) => Promise<DataManifest>

/** Reads a native manifest from its lines, which come in groups. `name` is the file's, for errors. */
export async function readNative(groups: AsyncIterable<readonly string[]>, name: string, findParent: FindParent): Promise<DataManifest> {
  let header: Header | undefined
  const lines: Line[] = []
  for await (const group of groups) {
    for (const text of group) {
      if (header === undefined) header = parseHeader(text, name)
      else lines.push(readNext(text, lines, { header, name }))
    }
  }
  if (header === undefined) throw damaged(name, 'it is empty')
  if (lines.length !== header.lines) throw damaged(name, `it has ${lines.length} of ${header.lines} lines`)
  return toManifest(header, lines, { name, findParent })
}

function readNext(text: string, before: readonly Line[], { header, name }: { readonly header: Header; readonly name: string }): Line {
  const number = before.length + 2
  const reader = new JsonReader(parse(text, name, number), `${name}, line ${number}`)
  const line = readLine(reader)
  if (before.length === header.lines) throw damaged(name, `it has more than its ${header.lines} lines`)
  if (line.type === 'removed' && header.parent === undefined) {
    throw reader.error('only a manifest with a parent can say that something was removed')
  }
  const last = before.at(-1)
  const order = last === undefined ? -1 : comparePaths(last.path, line.path)
  if (order === 0) throw standsTwice(line.path, reader.where)
  if (order > 0) throw reader.error('its path does not follow that of the line before', 'Lines are sorted by the bytes of their paths.')
  return line
}

/** The first line of a native manifest. */
export function parseHeader(line: string, name: string): Header {
  return readHeader(new JsonReader(parse(line, name, 1), `${name}, line 1`))
}

interface Resolving {
  readonly name: string
  readonly findParent: FindParent
}

async function toManifest(header: Header, lines: readonly Line[], { name, findParent }: Resolving): Promise<DataManifest> {
  const { parent, lines: _count, ...rest } = header
  const own = lines.filter((line) => line.type === 'file' || line.type === 'link')
  const problems = lines.filter(
    (line): line is ManifestProblem => line.type === 'unreadable' || line.type === 'changed' || line.type === 'special',
  )
  const entries = parent === undefined ? own : applyChanges((await findParent(parent)).entries, lines)
  if (header.root !== computeRootId(entries, problems)) throw damaged(name, 'its lines do not give its root id')
  return { ...rest, format: 'native', entries, problems }
}

function applyChanges(parent: readonly ManifestEntry[], changes: readonly Line[]): ManifestEntry[] {
  return [...mergeByPath(parent, changes)].flatMap(([before, change]) => {
    if (change === undefined) return before === undefined ? [] : [before]
    return change.type === 'file' || change.type === 'link' ? [change] : []
  })
}

function parse(text: string, name: string, number: number): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new RepriseError('INVALID_PARAMETER_VALUE', `${name}, line ${number}: it is no JSON.`, {
      hint: 'The file is damaged, or no manifest.',
      cause: error,
    })
  }
}

function damaged(name: string, how: string): RepriseError {
  return new RepriseError('INVALID_PARAMETER_VALUE', `${name} is damaged or was edited: ${how}.`, {
    hint: 'Take it from a backup, or make a new one.',
  })
}
