import type { Run } from '@reprise/protocol'
import type { QueryClient } from '@tanstack/react-query'
import { changeRuns, type RunChange } from '../server/change-runs.ts'
import { client } from '../server/client.ts'
import { makeEdit } from '../shell/make-edit.ts'
import { tell, tellError } from '../shell/messages.tsx'

/** Requests that are under way at once, where many runs change. */
const AT_ONCE = 4

export function renameRun(queries: QueryClient, run_id: string, name: string): Promise<boolean> {
  return makeEdit(queries, {
    failure: 'The run could not be renamed.',
    concerns: ['runs'],
    show: () => changeRuns(queries, [run_id], (run) => withTag({ ...run, info: { ...run.info, run_name: name } }, 'mlflow.runName', name)),
    send: () => client.updateRun({ run_id, run_name: name }),
  })
}

export function setRunTag(queries: QueryClient, run_id: string, [key, value]: readonly [string, string]): Promise<boolean> {
  return makeEdit(queries, {
    failure: `The tag ${key} could not be set.`,
    concerns: ['runs'],
    show: () => changeRuns(queries, [run_id], (run) => withTag(run, key, value)),
    send: () => client.setTag({ run_id, key, value }),
  })
}

export function deleteRunTag(queries: QueryClient, run_id: string, [key, value]: readonly [string, string]): Promise<boolean> {
  return makeEdit(queries, {
    failure: `The tag ${key} could not be removed.`,
    concerns: ['runs'],
    show: () => changeRuns(queries, [run_id], (run) => withTag(run, key, undefined)),
    send: () => client.deleteTag({ run_id, key }),
    success: `The tag ${key} is removed.`,
    undo: () => void setRunTag(queries, run_id, [key, value]),
  })
}

/** Deleted runs can be restored until somebody deletes them for good. */
export function deleteRuns(queries: QueryClient, ids: readonly string[]): Promise<void> {
  return editMany(queries, ids, {
    done: 'deleted',
    change: () => undefined,
    send: (run_id) => client.deleteRun({ run_id }),
    undo: (made) => void restoreRuns(queries, made),
  })
}

export function restoreRuns(queries: QueryClient, ids: readonly string[]): Promise<void> {
  return editMany(queries, ids, {
    done: 'restored',
    change: () => undefined,
    send: (run_id) => client.restoreRun({ run_id }),
    undo: (made) => void deleteRuns(queries, made),
  })
}

/** The same tag for many runs. */
export function setTagOfRuns(queries: QueryClient, ids: readonly string[], [key, value]: readonly [string, string]): Promise<void> {
  return editMany(queries, ids, {
    done: `tagged with ${key}`,
    change: (run) => withTag(run, key, value),
    send: (run_id) => client.setTag({ run_id, key, value }),
  })
}

/** Where runs go, by what it is called. */
export interface MoveTarget {
  readonly experiment_id: string
  readonly name: string
}

/** With the runs that are nested below them: all or none. Taking it back moves each to where it was. */
export function moveRuns(queries: QueryClient, ids: readonly string[], to: MoveTarget): Promise<boolean> {
  let moved: readonly { readonly run_id: string; readonly from_experiment_id: string }[] = []
  return makeEdit(queries, {
    failure: `The runs could not be moved to ${to.name}.`,
    concerns: ['runs'],
    show: () => changeRuns(queries, ids, () => undefined),
    send: async () => {
      moved = (await client.moveRuns({ run_ids: [...ids], experiment_id: to.experiment_id })).moved
    },
    success: `${countRuns(ids.length)} moved to ${to.name}.`,
    undo: () => void moveBack(queries, moved),
  })
}

async function moveBack(
  queries: QueryClient,
  moved: readonly { readonly run_id: string; readonly from_experiment_id: string }[],
): Promise<void> {
  await makeEdit(queries, {
    failure: 'The runs could not be moved back.',
    concerns: ['runs'],
    send: async () => {
      for (const [experiment_id, runs] of Map.groupBy(moved, (run) => run.from_experiment_id)) {
        await client.moveRuns({ run_ids: runs.map(({ run_id }) => run_id), experiment_id, children: false })
      }
    },
    success: `${countRuns(moved.length)} moved back.`,
  })
}

interface EditOfMany {
  /** `deleted`: what the runs are then. */
  readonly done: string
  readonly change: RunChange
  readonly send: (runId: string) => Promise<unknown>
  /** Is told which runs were changed. */
  readonly undo?: (made: readonly string[]) => void
}

/** Changes run after run: where some cannot be, the others are, and both is said. */
async function editMany(queries: QueryClient, ids: readonly string[], { done, change, send, undo }: EditOfMany): Promise<void> {
  await queries.cancelQueries({ queryKey: ['runs'] })
  const takeBack = changeRuns(queries, ids, change)
  const made: string[] = []
  const failures: unknown[] = []
  const waiting = [...ids]
  const work = async () => {
    for (let id = waiting.shift(); id !== undefined; id = waiting.shift()) {
      try {
        await send(id)
        made.push(id)
      } catch (error) {
        failures.push(error)
      }
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work))
  if (failures.length > 0) {
    takeBack()
    tellError(`${countRuns(failures.length)} of ${ids.length} could not be ${done}.`, failures[0])
  }
  void queries.invalidateQueries({ queryKey: ['runs'] })
  if (made.length > 0) tell(`${countRuns(made.length)} ${done}.`, { undo: undo === undefined ? undefined : () => undo(made) })
}

export function countRuns(count: number): string {
  return count === 1 ? '1 run' : `${count} runs`
}

function withTag(run: Run, key: string, value: string | undefined): Run {
  if (run.data === undefined) return run
  const others = run.data.tags.filter((tag) => tag.key !== key)
  const tags = value === undefined ? others : [...others, { key, value }].toSorted((a, b) => (a.key < b.key ? -1 : 1))
  return { ...run, data: { ...run.data, tags } }
}
