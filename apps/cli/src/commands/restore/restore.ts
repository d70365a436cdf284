import { constants } from 'node:os'
import { join } from 'node:path'
import { verdicts } from '@reprise/compare'
import { openContentCache } from '@reprise/objects'
import { RepriseError } from '@reprise/protocol'
import { closeNamedFolder, explainDisk, Obstacle, openNamedFolder, readOriginal, restoreFolder } from '@reprise/reproduce'
import { cacheFolderOf } from '../../cache-folder.ts'
import type { World } from '../../command.ts'
import { type ConnectionOptions, findRunId, withClient } from '../../connect/index.ts'
import { exitCodes } from '../../exit-codes.ts'
import type { EndingSignal } from '../../interruption.ts'
import { printJson } from '../../output/json.ts'

interface RestoreCommandOptions extends ConnectionOptions {
  readonly environment?: boolean
  readonly data?: readonly string[]
  readonly offline?: boolean
}

/** Restores code and data of a run, on request its environment, and says how it is started. Answers what to exit with. */
export async function restore([given, target]: readonly [string, string], options: RestoreCommandOptions, world: World): Promise<number> {
  const stop = new AbortController()
  let ended: EndingSignal | undefined
  void world.interruption.claim().then((signal) => {
    ended = signal
    stop.abort(new RepriseError('BAD_REQUEST', `It was ended by ${signal}.`))
  })
  return withClient(options, world, async (client) => {
    const id = await findRunId(client, given)
    const place = await openNamedFolder(target)
    const context = {
      client,
      env: process.env,
      cache: openContentCache(join(cacheFolderOf(process.env), 'inputs')),
      data: options.data,
      isOffline: options.offline === true,
      progress: (line: string) => world.note(`${line} …`),
      signal: stop.signal,
    }
    let isDone = false
    try {
      const original = await readOriginal(client, id)
      const restored = await restoreFolder(original, { root: place.path, withEnvironment: options.environment === true }, context)
      stop.signal.throwIfAborted()
      isDone = true
      const { root, folder, script, line, level, notes } = restored
      for (const note of notes) world.note(note)
      const { argv } = original.record.command
      if (options.json === true)
        world.write(printJson({ run: original.id, root, folder, argv, script, restoration: level ?? null, notes: [...notes] }))
      else world.write(`${root}\n  cd ${folder}\n  ${line}\n`)
      return exitCodes.ok
    } catch (error) {
      if (ended !== undefined) return 128 + constants.signals[ended]
      if (!(error instanceof Obstacle)) throw explainDisk(error, place.path)
      if (options.json === true)
        world.write(printJson({ run: id, verdict: 'CANNOT', kind: error.kind, why: error.message, causes: error.causes }))
      else world.note(`reprise: ${error.message}${error.causes.map(({ subject, evidence }) => `\n  ${subject}: ${evidence}`).join('')}`)
      return verdicts.CANNOT
    } finally {
      await closeNamedFolder(place, { isDone })
    }
  })
}
