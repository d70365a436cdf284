import { importCapsule } from '@reprise/reproduce'
import type { World } from '../../command.ts'
import { type ConnectionOptions, withClient } from '../../connect/index.ts'
import { printJson } from '../../output/json.ts'
import { withProgress } from './report-progress.ts'

interface ImportCommandOptions extends ConnectionOptions {
  readonly experiment?: string
  readonly again?: boolean
}

/** Makes the run of a capsule and prints its id. */
export async function readCapsule(file: string, options: ImportCommandOptions, world: World): Promise<void> {
  const { experiment, again = false } = options
  const imported = await withClient(options, world, (client) =>
    withProgress(world, (reporting) => importCapsule(client, file, { experiment, again, ...reporting })),
  )
  const { run, original, digest, isNew } = imported
  if (options.json === true) return world.write(printJson({ run, original, digest, new: isNew }))
  world.note(isNew ? `This is the run ${original}, imported.` : 'This capsule was imported before; --again makes one more run of it.')
  world.write(`${run}\n`)
}
