import { definitions, type OptionName } from './definitions.ts'
import { toFlag } from './parse.ts'

const COMMAND = 'npm run example -- morphogenesis'

/** What `--help` prints: every option with what it takes and its default, and examples. */
export function helpText(): string {
  const names = Object.keys(definitions) as OptionName[]
  const width = Math.max(...names.map((name) => toFlag(name).length))
  const options = names.map((name) => {
    const { summary, accepts, default: defaultValue } = definitions[name]
    return `  ${toFlag(name).padEnd(width)}  ${summary}\n  ${' '.repeat(width)}  (${accepts}; default ${defaultValue})`
  })
  return `Trains a network whose dormant seeds germinate when training stalls, and tracks the run.

Usage: ${COMMAND} [--option value ...]

Options (underscores for dashes and --option=value are understood too):
${options.join('\n')}

Examples:
  ${COMMAND}
  ${COMMAND} --problem-type moons --noise 0.1
  ${COMMAND} --n-samples 2000 --warm-up-epochs 40 --adaptation-epochs 60 --seed 7
  ${COMMAND} --seeds-per-layer 0          the same network without seeds
`
}
