import { generateData } from './generate-data.ts'
import { train } from './train.ts'

/** What the program does, by the first word of its command line. */
export const commands = { train, 'generate-data': generateData } satisfies Record<string, (argv: readonly string[]) => Promise<void> | void>
