import type { Project } from '../../project/index.ts'
import { publishPipelineState } from '../../publishing/index.ts'
import { printCount } from '../../output/values.ts'

interface PublishCommandOptions {
  readonly trackingUri: string
  readonly name?: string
}

export async function publish(project: Project, _args: readonly [], { trackingUri, name }: PublishCommandOptions): Promise<void> {
  const { project: published, state, isNew } = await publishPipelineState(project, { trackingUri, name })
  if (project.isJson) {
    project.printJson({ project: published, state, is_new: isNew })
    return
  }
  const waiting = Number(state.waiting) > 0 ? `, ${state.waiting} waiting` : ''
  project.say(`${published}: ${printCount(Number(state.stages), 'stage')}, ${state.stale} stale${waiting}.`)
  project.say(isNew ? `Published as ${state.state_id}.` : `Nothing is new: it is ${state.state_id}.`)
}
