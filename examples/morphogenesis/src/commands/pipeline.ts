import { parseGivenOptions } from '../options/index.ts'
import { showPipeline } from '../pipeline/index.ts'

/** `pipeline [--keep] [--option value ...]` */
export async function pipeline(argv: readonly string[]): Promise<void> {
  const given = parseGivenOptions(argv.filter((argument) => argument !== '--keep'))
  const params = Object.fromEntries(Object.entries(given).map(([name, value]) => [name, String(value)]))
  await showPipeline({ params, keep: argv.includes('--keep'), print: (line) => void process.stdout.write(`${line}\n`) })
}
