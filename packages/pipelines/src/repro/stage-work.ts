import type { LockedStage } from '../files/index.ts'
import { showData, type Stage } from '../graph/index.ts'
import type { Repository } from '../repository/index.ts'
import { DataView } from '../status/index.ts'
import type { StageEvent, StageObserver } from './stage-observer.ts'

/** What the steps of a stage share. */
export interface StageWork {
  readonly repository: Repository
  readonly view: DataView
  /** A path from the root as it is told of. */
  readonly show: (path: string) => string
  readonly tell: (event: StageEvent) => Promise<void>
}

export function openStageWork(repository: Repository, observers: readonly StageObserver[] = []): StageWork {
  const view = new DataView(repository)
  return {
    repository,
    view,
    show: (path) => repository.show(view.pathOf({ at: path })),
    tell: async (event) => {
      for (const observer of observers) await observer.observe(event)
    },
  }
}

export function warn({ tell }: StageWork, stage: Stage, message: string): Promise<void> {
  return tell({ kind: 'warned', stage, message })
}

/** A file or folder as DVC tells of it. */
export function nameOf({ show }: StageWork, data: Parameters<typeof showData>[0]): string {
  return showData(data, show)
}

/** What was recorded of a stage when it was read. */
export function lockedOf({ source }: Stage): LockedStage | undefined {
  return source.kind === 'pipeline' ? source.locked : undefined
}
