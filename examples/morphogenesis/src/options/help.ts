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

Usage: ${COMMAND} [train] [--option value ...]
       ${COMMAND} generate-data --output FILE [--option value ...]
       ${COMMAND} pipeline [--keep]

Commands:
  train          learns, and records how (what is done where no command is named)
  generate-data  writes the points of a problem into an .npz file, which NumPy reads too
  pipeline       shows all of it: data and training as stages, tracked, pushed, repeated, and checked

Files of a training:
  --data FILE       learn from what generate-data wrote
  --results FOLDER  leave metrics.json and the model there
  --runs FOLDER     leave the log and TensorBoard's events in a folder of the run's name there, while it goes on
  --no-tracking     keep no run

Options (underscores for dashes and --option=value are understood too):
${options.join('\n')}

Examples:
  ${COMMAND}
  ${COMMAND} --problem-type moons --noise 0.1
  ${COMMAND} --n-samples 2000 --warm-up-epochs 40 --adaptation-epochs 60 --seed 7
  ${COMMAND} --seeds-per-layer 0          the same network without seeds
  ${COMMAND} generate-data --problem-type moons --n-samples 1500 --output moons.npz
  ${COMMAND} train --data moons.npz --runs runs --no-tracking
`
}
