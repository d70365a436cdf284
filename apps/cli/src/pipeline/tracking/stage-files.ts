import { readdirSync, realpathSync, lstatSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Stage } from '@reprise/pipelines'

/** What a stage reads and makes, absolute. */
export function filesOf(stage: Stage, project: string): { readonly inputs: string[]; readonly outputs: string[] } {
  const inputs = [...stage.deps.filter(({ place, kind }) => place !== 'remote' && kind === 'file'), ...stage.params]
  const outputs = stage.outs.filter(({ place }) => place !== 'remote')
  const toPath = ({ at }: { readonly at: string }): string => resolve(project, at)
  return { inputs: inputs.map(toPath), outputs: outputs.map(toPath) }
}

/** Files at these places that are links into the cache: by where their bytes are. */
export function findLinkedData(places: readonly string[], cache: string): Map<string, readonly string[]> {
  const linked = new Map<string, readonly string[]>()
  const look = (path: string): void => {
    try {
      if (!lstatSync(path).isSymbolicLink()) return
      const real = realpathSync(path)
      if (real.startsWith(`${cache}/`)) linked.set(real, [...(linked.get(real) ?? []), path])
    } catch {
      // It is gone, or leads nowhere.
    }
  }
  for (const place of places) {
    look(place)
    for (const path of listBelow(place)) look(path)
  }
  return linked
}

function listBelow(folder: string): string[] {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true }).map((entry) => join(entry.parentPath, entry.name))
  } catch {
    return []
  }
}
