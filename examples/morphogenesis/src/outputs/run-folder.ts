import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { nameEventFile } from '../tensorboard/index.ts'

/** The folder of one training under `runs/`, which is written while the training goes on: `tensorboard --logdir runs` follows it. */
export interface RunFolder {
  /** The name of the file with the events. */
  readonly eventFile: string
  appendLog(text: string): void
  appendEvents(bytes: Uint8Array): void
}

/**
 * Makes `folder` with an empty log and an empty event file; a training of the same name before it keeps its event file, and loses its log.
 * @throws where the folder can not be written
 */
export function createRunFolder(folder: string, startedAt: number): RunFolder {
  mkdirSync(folder, { recursive: true })
  const eventFile = nameEventFile(startedAt)
  const [log, events] = [join(folder, 'training.log'), join(folder, eventFile)]
  for (const file of [log, events]) writeFileSync(file, '')
  return {
    eventFile,
    appendLog: (text) => appendFileSync(log, text),
    appendEvents: (bytes) => appendFileSync(events, bytes),
  }
}
