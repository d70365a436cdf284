import { createReadStream } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import { parseWireJson } from '@reprise/protocol'
import type { MetricsIntake } from './metrics-intake.ts'

/** Bytes up to which a file may be one JSON document; larger ones are read line by line. */
const LARGEST_DOCUMENT = 16 * 1024 * 1024

/** Files to which a command writes metrics. */
export interface MetricsFiles {
  /** Reads them, when the command has ended. Never rejects. */
  readInto(intake: MetricsIntake): Promise<void>
}

/** Notes how the files are before the command: one that it leaves as it was is of another run. Never rejects. */
export async function watchMetricsFiles(paths: readonly string[], folder: string): Promise<MetricsFiles> {
  const files = await Promise.all(
    paths.map(async (path) => {
      const place = resolve(folder, path)
      return { path, place, before: await lookAt(place) }
    }),
  )
  return {
    readInto: async (intake) => {
      for (const { path, place, before } of files) {
        try {
          const now = await lookAt(place)
          if (now === undefined) intake.tell(`The command left no file ${path} with metrics.`)
          else if (now === before) intake.tell(`The command did not write ${path}: metrics of an earlier run are not logged.`)
          else await readFrom(place, path, intake)
        } catch (error) {
          intake.tell(`No metrics could be read from ${path}: ${error instanceof Error ? error.message : String(error)}.`)
        }
      }
    },
  }
}

/** What changes when a file is written; undefined where there is none. */
async function lookAt(place: string): Promise<string | undefined> {
  try {
    const { ino, size, mtimeNs } = await stat(place, { bigint: true })
    return `${ino} ${size} ${mtimeNs}`
  } catch {
    return undefined
  }
}

async function readFrom(place: string, path: string, intake: MetricsIntake): Promise<void> {
  const stats = await stat(place)
  if (!stats.isFile()) return intake.tell(`${path} is no file: no metrics are read from it.`)
  const document = stats.size > LARGEST_DOCUMENT ? undefined : parseWireJson(await readFile(place))
  const objects = Array.isArray(document) ? (document as unknown[]) : document === undefined ? undefined : [document]
  if (objects === undefined) return readLines(place, path, intake)
  const found = objects.filter((each) => intake.object(each, path))
  if (found.length === 0) intake.tell(`There are no metrics in ${path}.`)
}

async function readLines(place: string, path: string, intake: MetricsIntake): Promise<void> {
  const lines = intake.lines(path)
  for await (const chunk of createReadStream(place)) lines.add(chunk as Uint8Array)
  lines.end()
}
