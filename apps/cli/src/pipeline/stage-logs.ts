import { closeSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import type { StageObserver } from '@reprise/pipelines'
import { addressOf, keyOf, type Show, type Stage } from '@reprise/pipelines/graph'

/** What stages print, a file for each: it stays until the stage is run again. */
export interface StageLogs {
  readonly observer: StageObserver
  /** The file of a stage; undefined where nothing was written. Absolute. */
  pathOf(stage: Stage): string | undefined
  /** The last lines of it. */
  tail(stage: Stage, lines: number): string[]
}

/** Bytes of the end of a log in which its last lines are looked for. */
const TAIL = 64 * 1024

/** Keeps logs in a folder, which is made. Where that can not be, there are none: a full disk ends no stage that way. */
export function createStageLogs(folder: string, show: Show): StageLogs {
  const files = new Map<string, { readonly path: string; descriptor: number | undefined }>()
  const open = (stage: Stage): void => {
    try {
      mkdirSync(folder, { recursive: true })
      const path = join(folder, `${fileNameOf(addressOf(stage, show))}.log`)
      files.set(keyOf(stage), { path, descriptor: openSync(path, 'w') })
    } catch {
      files.delete(keyOf(stage))
    }
  }
  const write = (stage: Stage, bytes: Uint8Array): void => {
    const file = files.get(keyOf(stage))
    if (file?.descriptor === undefined) return
    try {
      for (let from = 0; from < bytes.length;) from += writeSync(file.descriptor, bytes, from)
    } catch {
      close(stage)
    }
  }
  const close = (stage: Stage): void => {
    const file = files.get(keyOf(stage))
    if (file?.descriptor !== undefined) closeSync(file.descriptor)
    if (file !== undefined) file.descriptor = undefined
  }
  return {
    observer: {
      observe: (event) => {
        if (event.kind === 'running') open(event.stage)
        if (event.kind === 'command') write(event.stage, Buffer.from(`> ${event.command}\n`))
        if (event.kind === 'output') write(event.stage, event.bytes)
        if (event.kind === 'ended') close(event.stage)
      },
    },
    pathOf: (stage) => files.get(keyOf(stage))?.path,
    tail: (stage, lines) => {
      const path = files.get(keyOf(stage))?.path
      if (path === undefined) return []
      try {
        const text = readFileSync(path).subarray(-TAIL).toString()
        return text.trimEnd().split('\n').slice(-lines)
      } catch {
        return []
      }
    },
  }
}

/** `sub-dvc.yaml-train` for `sub/dvc.yaml:train`. */
function fileNameOf(address: string): string {
  const name = address.replaceAll(/[^\w.@=-]+/g, '-').replace(/^[.-]+/, '')
  return name.slice(0, 200) || 'stage'
}
