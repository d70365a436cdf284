import { existsSync } from 'node:fs'
import { open, rename, rm } from 'node:fs/promises'
import type { Client } from '@reprise/client'
import { RepriseError } from '@reprise/protocol'
import type { World } from '../../command.ts'
import { type ConnectionOptions, findRunId, findRunIds } from '../../connect/index.ts'
import { printJson } from '../../output/json.ts'
import { createProgress } from '../../output/progress.ts'
import { printBytes, printCount } from '../../output/values.ts'
import { withStillServer } from '../../serving/with-still-server.ts'

interface ExportOptions extends ConnectionOptions {
  readonly output?: string
  readonly baseline?: string
  readonly metrics?: readonly string[]
  readonly force?: boolean
}

/** Milliseconds within which nothing is shown. */
const PATIENCE = 500

/** Writes runs into one page that opens without a server, and names it. */
export async function exportRuns(given: readonly string[], options: ExportOptions, world: World): Promise<void> {
  const { file, ids, size } = await withStillServer(options, world, async (client) => {
    const run_ids = await findRunIds(client, given)
    const baseline = options.baseline === undefined ? undefined : await findRunId(client, options.baseline)
    const path = options.output ?? `${run_ids.length === 1 ? (run_ids[0]?.slice(0, 8) ?? 'run') : 'runs'}.html`
    if (options.force !== true && existsSync(path)) throw taken(path)
    const page = await readPage(client, { run_ids, metrics: options.metrics ?? [], ...(baseline === undefined ? {} : { baseline }) })
    return { file: path, ids: run_ids, size: await writePage(path, page, world) }
  })
  if (options.json === true) return world.write(printJson({ file, runs: ids, size }))
  world.note(`${printCount(ids.length, 'run')}, ${printBytes(size)}: opens in a browser, without a server.`)
  world.write(`${file}\n`)
}

function taken(path: string): RepriseError {
  return new RepriseError('RESOURCE_ALREADY_EXISTS', `${path} is there already.`, {
    hint: 'Name another file with --output, or overwrite it with --force.',
  })
}

async function readPage(client: Client, request: Parameters<Client['readStill']>[0]): Promise<ReadableStream<Uint8Array>> {
  return client.readStill(request).catch((error: unknown) => {
    if (!(error instanceof RepriseError) || error.code !== 'ENDPOINT_NOT_FOUND') throw error
    throw new RepriseError('NOT_IMPLEMENTED', 'This server makes no pages of runs.', {
      hint: 'It takes a Reprise server of this version.',
      cause: error,
    })
  })
}

/** Under its name there is a whole page or none. Answers its bytes. */
async function writePage(path: string, page: ReadableStream<Uint8Array>, world: World): Promise<number> {
  const building = `${path}.${process.pid}.part`
  const progress = createProgress(world, { patience: PATIENCE })
  let size = 0
  try {
    const file = await open(building, 'w')
    try {
      for await (const chunk of page) {
        await file.writeFile(chunk)
        size += chunk.length
        progress.show(0, `${printBytes(size)} written`)
      }
    } finally {
      await file.close()
    }
    await rename(building, path)
    return size
  } finally {
    progress.end()
    await rm(building, { force: true })
  }
}
