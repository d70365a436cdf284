import { compareEnvironments } from '@reprise/compare'
import type { World } from '../../command.ts'
import type { ConnectionOptions } from '../../connect/index.ts'
import { exitCodes } from '../../exit-codes.ts'
import { UsageError } from '../../failure.ts'
import { printJson } from '../../output/json.ts'
import { printDifference } from './print-difference.ts'
import { HERE, readHere, readSide, type ReadSide } from './read-side.ts'

interface DiffOptions extends ConnectionOptions {
  readonly exitCode?: boolean
}

/** Compares two sides and shows what differs. `here` is captured last, as the other side needs it. */
export async function diff(names: readonly [string, string], options: DiffOptions, world: World): Promise<void> {
  if (names.every((name) => name === HERE)) throw new UsageError('Both sides are this machine now.', 'Name a run or a file for one.')
  const read = async (name: string): Promise<ReadSide | undefined> => (name === HERE ? undefined : readSide(name, options, world))
  const [left, right] = await Promise.all([read(names[0]), read(names[1])])
  const a = left ?? (await readHere(right))
  const b = right ?? (await readHere(left))
  const difference = compareEnvironments(a, b)
  world.write(options.json === true ? printJson(difference) : printDifference(difference, names, world))
  if (options.exitCode === true && !difference.areSame) process.exitCode = exitCodes.failed
}
