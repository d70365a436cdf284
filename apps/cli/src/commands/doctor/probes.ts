import type { World } from '../../command.ts'
import { probeArtifacts } from './artifacts.ts'
import { probeMachine } from './machine.ts'
import { probeServer } from './server.ts'
import { probeSettings } from './settings.ts'
import { probeStore } from './store.ts'

/** What one look found. Only a problem makes the command fail. */
export interface Finding {
  readonly state: 'ok' | 'note' | 'problem'
  readonly about: string
  readonly detail: string
  readonly hint?: string | undefined
  /** Of problems that are told apart: its name, which stays the same whatever the words are. */
  readonly trouble?: Trouble | undefined
}

/** What goes wrong between a program, its server and what that keeps. */
export const troubles = [
  'name-not-resolved',
  'connection-refused',
  'no-answer',
  'certificate',
  'wrong-protocol',
  'wrong-service',
  'not-ready',
  'login',
  'forbidden',
  'disk-full',
  'permissions',
  'folder-gone',
  's3-no-keys',
  's3-access-key',
  's3-secret-key',
  's3-permissions',
  's3-bucket',
  's3-unreachable',
  'store-in-use',
  'postgres-unreachable',
  'postgres-login',
  'postgres-database',
] as const
export type Trouble = (typeof troubles)[number]

export interface ProbeOptions {
  readonly trackingUri: string
  /** Whether a small file may be uploaded and deleted again. */
  readonly upload: boolean
}

export type Probe = (options: ProbeOptions, world: World) => Finding[] | Promise<Finding[]>

/** In the order in which they are reported. One more look: one file and one entry. */
export const probes: readonly Probe[] = [probeMachine, probeStore, probeArtifacts, probeSettings, probeServer]
