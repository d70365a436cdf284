import { mkdirSync, realpathSync } from 'node:fs'
import { join } from 'node:path'
import { collectStages, openGraph, planStages, StageFiles, type PlanOptions } from '../graph/index.ts'
import { reproduce, type ReproOptions, type StageEvent } from '../repro/index.ts'
import { openRepository, type Repository } from '../repository/index.ts'
import { openWorkTree } from '../revisions/index.ts'
import { openRunner } from '../runners/index.ts'
import { writeFiles } from './project-folder.ts'

/** A project without git in a folder that is made for it. Dispose of it. */
export function openPipeline(parent: string, files: Readonly<Record<string, string>>): Promise<Repository> {
  const root = join(realpathSync(parent), 'project')
  mkdirSync(join(root, '.dvc', 'tmp'), { recursive: true })
  writeFiles(root, { '.dvc/config': '[core]\n    no_scm = True\n', ...files })
  const env = { PATH: process.env['PATH'], HOME: parent, SHELL: '/bin/sh' }
  return openRepository({ root, cwd: root, env, memoryFolder: `${root}-memory`, signal: new AbortController().signal })
}

export function readStages({ root }: Pick<Repository, 'root'>): StageFiles {
  return new StageFiles({ root, tree: openWorkTree(root) })
}

/** Brings stages up to date as `repro` does; answers what observers were told: `ran a`, `command cp x y`, `failed b`. */
export async function runPipeline(
  repository: Repository,
  request: { readonly targets?: readonly string[]; readonly plan?: PlanOptions; readonly options?: ReproOptions } = {},
): Promise<string[]> {
  const files = readStages(repository)
  const stages = await collectStages(files, request.targets ?? ['dvc.yaml'], { locate: (path) => path })
  const told: string[] = []
  const observe = (event: StageEvent): void => {
    if (event.kind === 'ended') told.push(`${event.outcome} ${event.stage.name ?? event.stage.file}`)
    if (event.kind === 'command') told.push(`command ${event.command}`)
    if (event.kind === 'output') told.push(`output ${event.bytes.toString().trim()}`)
  }
  await repository.turn.take()
  try {
    await reproduce(repository, {
      plan: planStages(await openGraph(files), stages, request.plan),
      options: request.options,
      runner: await openRunner('process', {
        temporary: repository.layout.temporary,
        isTerminal: false,
        settings: {},
        source: '',
        folder: repository.root,
        env: repository.env,
      }),
      observers: [{ observe }],
      isCaptured: () => true,
      command: 'test repro',
    })
  } catch (error) {
    told.push(`error ${error instanceof Error ? error.message : String(error)}`)
  } finally {
    repository.turn.release()
  }
  return told
}
