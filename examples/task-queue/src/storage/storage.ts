import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Analysis } from '../conversations/analyse.ts'
import type { Conversation } from '../conversations/conversation.ts'
import type { Correlation } from '../conversations/correlate.ts'

/** What the tasks leave for each other, by the id of the raw data. */
interface Stored {
  readonly raw: readonly Conversation[]
  readonly normalised: readonly Conversation[]
  readonly analysed: readonly Analysis[]
  readonly correlated: readonly Correlation[]
}

/** Files below one folder: the tasks of one `rawDataId` meet there, whichever worker does them. */
export interface Storage {
  read<Kind extends keyof Stored>(rawDataId: string, kind: Kind): Promise<Stored[Kind]>
  write<Kind extends keyof Stored>(rawDataId: string, kind: Kind, value: Stored[Kind]): Promise<void>
  /** Text as `<folder>/exports/<rawDataId>/<name>`; the path. */
  export(rawDataId: string, name: string, text: string): Promise<string>
  /** The text of `data/processed/<dataset>/<version>/<dataset>.json`. */
  readDataset(dataset: string, version: string): Promise<string>
}

export function openStorage(folder: string): Storage {
  const pathOf = (rawDataId: string, kind: string): string => join(folder, 'tasks', rawDataId, `${kind}.json`)
  return {
    read: async <Kind extends keyof Stored>(rawDataId: string, kind: Kind) =>
      JSON.parse(await readText(pathOf(rawDataId, kind), `There is nothing ${kind} of ${rawDataId}`)) as Stored[Kind],
    write: (rawDataId, kind, value) => writeWhole(pathOf(rawDataId, kind), JSON.stringify(value)),
    export: async (rawDataId, name, text) => {
      const path = join(folder, 'exports', rawDataId, name)
      await writeWhole(path, text)
      return path
    },
    readDataset: (dataset, version) => {
      const path = join(folder, 'processed', dataset, version, `${dataset}.json`)
      return readText(path, `There is no ${path}; \`reprise repro prepare_sample\` or \`dvc repro prepare_sample\` makes it`)
    },
  }
}

async function readText(path: string, otherwise: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (cause) {
    throw new Error(`${otherwise}.`, { cause })
  }
}

/** In one step: an attempt that is cut off leaves nothing that the next one would take for the whole. */
async function writeWhole(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  await writeFile(`${path}.new`, text)
  await rename(`${path}.new`, path)
}
