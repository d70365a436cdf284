import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { getRun } from '@reprise/sdk'
import { checks } from './checks.ts'
import { createWorkspace, type Workspace } from './workspace.ts'

export interface PipelineOptions {
  /** Params of params.yaml to change before, by name: `{ n_samples: 300 }`. */
  readonly params: Readonly<Record<string, string>>
  /** Leave the folder where everything happened. */
  readonly keep: boolean
  readonly print: (line: string) => void
}

/**
 * Runs the pipeline in a folder of its own, and checks what came of it, a line each.
 * @throws Error where it does not run, or where a check fails
 */
export async function showPipeline({ params, keep, print }: PipelineOptions): Promise<void> {
  const workspace = await createWorkspace()
  try {
    changeParams(workspace, params)
    const printed = await workspace.reprise('repro')
    const [, id] = /\/runs\/([0-9a-f]{32})/.exec(printed) ?? []
    if (id === undefined) throw new Error(`the training named no run: ${printed}`)
    const run = await getRun(id)
    print(`ran generate_data and train; the training is run ${run.name} (${id})`)
    for (const { claim, check } of checks) print(`ok  ${claim}: ${await check({ workspace, run })}`)
  } finally {
    if (keep) print(`everything is in ${workspace.folder}`)
    else rmSync(workspace.top, { recursive: true, force: true })
  }
}

/** Every line `  name: value` with one of the names. */
function changeParams({ folder }: Workspace, params: PipelineOptions['params']): void {
  const file = join(folder, 'params.yaml')
  const changed = readFileSync(file, 'utf8').replace(/^( {2}(\w+): ).*$/gm, (line, start: string, name: string) =>
    Object.hasOwn(params, name) ? `${start}${params[name]}` : line,
  )
  writeFileSync(file, changed)
}
