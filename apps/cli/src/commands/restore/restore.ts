import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { verdicts } from '@reprise/compare'
import { assertEmpty, Obstacle, readOriginal, restoreFiles } from '@reprise/reproduce'
import type { World } from '../../command.ts'
import { type ConnectionOptions, findRunId, withClient } from '../../connect/index.ts'
import { exitCodes } from '../../exit-codes.ts'
import { printJson } from '../../output/json.ts'

/** Restores code and data of a run and says how it was started. Answers what to exit with. */
export async function restore([given, target]: readonly [string, string], options: ConnectionOptions, world: World): Promise<number> {
  const root = resolve(target)
  await assertEmpty(root)
  return withClient(options, world, async (client) => {
    const id = await findRunId(client, given)
    const outside = await mkdtemp(join(tmpdir(), 'reprise-'))
    const context = { client, env: process.env, isOffline: false, progress: (line: string) => world.note(`${line} …`) }
    try {
      const original = await readOriginal(client, id)
      const { folder, placed, unverified } = await restoreFiles(original, { layout: { root, beside: () => undefined }, outside }, context)
      const { argv } = original.record.command
      const elsewhere = placed.map(({ original: path }) => `${path} lies outside of the code and is not what it was`)
      for (const line of [...elsewhere, ...unverified]) world.note(line)
      if (options.json === true) world.write(printJson({ run: original.id, root, folder, argv, notes: [...elsewhere, ...unverified] }))
      else world.write(`${root}\n  cd ${folder}\n  ${argv.join(' ')}\n`)
      return exitCodes.ok
    } catch (error) {
      if (!(error instanceof Obstacle)) throw error
      if (options.json === true)
        world.write(printJson({ run: id, verdict: 'CANNOT', kind: error.kind, why: error.message, causes: error.causes }))
      else world.note(`reprise: ${error.message}${error.causes.map(({ subject, evidence }) => `\n  ${subject}: ${evidence}`).join('')}`)
      return verdicts.CANNOT
    } finally {
      await rm(outside, { recursive: true, force: true })
    }
  })
}
