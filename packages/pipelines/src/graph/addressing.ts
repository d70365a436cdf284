import { addressStage } from '../files/index.ts'
import type { Stage } from './stage.ts'

/** How paths from the root are told of: from the folder that the user is in. */
export type Show = (path: string) => string

/** `name` for a stage of `./dvc.yaml`, `a/dvc.yaml:name` for others, the path of a `.dvc` file. */
export function addressOf(stage: Pick<Stage, 'file' | 'name'>, show: Show): string {
  return addressStage(show(stage.file), stage.name)
}

/** A file or folder that a stage names, as DVC tells of it: from the user's folder, or as it is written when it is elsewhere. */
export function showData({ path, at, place }: { readonly path: string; readonly at: string; readonly place: string }, show: Show): string {
  return place === 'project' ? show(at) : place === 'machine' ? at : path
}
