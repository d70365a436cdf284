import { replacePassingInName, type Setting } from '@reprise/compare'
import type { ResultFile } from './result-file.ts'

export type FilePair = readonly [ResultFile | undefined, ResultFile | undefined]
type Files = ReadonlyMap<string, ResultFile>

/**
 * The files of two runs that are held against each other, in the order of their names: those of one name, and of what is left those whose
 * names differ only by the time, the id or what was drawn anew, where both runs have as many of them.
 */
export function pairFiles([a, b]: readonly [Files, Files], settings: readonly [Setting, Setting]): FilePair[] {
  const [left, right] = [groupByName(a, b, settings[0]), groupByName(b, a, settings[1])]
  const partners = new Map<string, ResultFile>()
  for (const [name, keys] of left) {
    const others = right.get(name) ?? []
    if (keys.length === others.length) keys.forEach((key, index) => partners.set(key, b.get(others[index] ?? '') as ResultFile))
  }
  const taken = new Set(partners.values())
  const pairs: (readonly [key: string, pair: FilePair])[] = [...a].map(([key, file]) => [key, [file, b.get(key) ?? partners.get(key)]])
  for (const [key, file] of b) if (!a.has(key) && !taken.has(file)) pairs.push([key, [undefined, file]])
  return pairs.toSorted(([first], [second]) => (first < second ? -1 : Number(first > second))).map(([, pair]) => pair)
}

/** The keys of files that only one run has, by what their names have in common; those of one group by their own names, which is their order in time. */
function groupByName(files: Files, others: Files, setting: Setting): ReadonlyMap<string, readonly string[]> {
  const alone = [...files.keys()].filter((key) => !others.has(key)).toSorted()
  return Map.groupBy(alone, (key) => replacePassingInName(key, setting))
}
