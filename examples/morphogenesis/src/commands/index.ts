import { generateData } from './generate-data.ts'
import { pipeline } from './pipeline.ts'
import { train } from './train.ts'

/** What the program does, by the first word of its command line. */
export const commands = { train, 'generate-data': generateData, pipeline } satisfies Record<
  string,
  (argv: readonly string[]) => Promise<void> | void
>
