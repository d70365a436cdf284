import type { World } from '../../command.ts'
import { probeMachine } from './machine.ts'
import { probeServer } from './server.ts'
import { probeSettings } from './settings.ts'

/** What one look found. Only a problem makes the command fail. */
export interface Finding {
  readonly state: 'ok' | 'note' | 'problem'
  readonly about: string
  readonly detail: string
  readonly hint?: string
}

export interface ProbeOptions {
  readonly trackingUri: string
}

export type Probe = (options: ProbeOptions, world: World) => Finding[] | Promise<Finding[]>

/** In the order in which they are reported. One more look: one file and one entry. */
export const probes: readonly Probe[] = [probeMachine, probeSettings, probeServer]
