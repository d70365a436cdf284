import type { Choices } from './choices.ts'
import type { Model } from './model.ts'

/** What stages of a folder may depend on, as they would name it. */
export function reachable(model: Model, folder: string): { files: string[]; folders: string[] } {
  const fromHere = (path: string): string =>
    folder === '' ? path : path.startsWith(`${folder}/`) ? path.slice(folder.length + 1) : `../${path}`
  const outs = [...model.pipelines].flatMap(([of, stages]) =>
    stages.filter(({ over }) => over === undefined).flatMap(({ outs: ofStage }) => ofStage.map(({ path }) => within(of, path))),
  )
  const isFolder = (path: string): boolean => /(^|\/)od/.test(path)
  const data = [...model.data].filter((path) => !path.includes(' '))
  return {
    files: [...data, ...outs.filter((path) => !isFolder(path))].map(fromHere),
    folders: [...model.folders, ...outs.filter(isFolder)].map(fromHere),
  }
}

/** A target that a command could be given; some are not there. */
export function nameTarget(choices: Choices, model: Model): string {
  const stages = [...model.pipelines].flatMap(([folder, ofFolder]) =>
    ofFolder.map(({ name }) => (folder === '' ? name : `${folder}/dvc.yaml:${name}`)),
  )
  const tracked = [...model.tracked].flatMap((path) => [`${path}.dvc`, path])
  return choices.of([...stages, ...tracked, 'dvc.yaml', 'nothing']) ?? 'nothing'
}

/** A path of a folder, from the root. */
export function within(folder: string, path: string): string {
  return folder === '' ? path : `${folder}/${path}`
}
