import { type Command, Option } from 'commander'
import type { World } from '../../command.ts'
import { addConnectionOptions } from '../../connect/index.ts'
import { addCommand, addGroup } from '../../help/index.ts'

/** `reprise env …`: captures what programs run in here, and compares. `capture` may be left out. */
export function addEnvCommand(parent: Command, world: World): void {
  const group = addGroup(parent, {
    name: 'env',
    about: 'Capture what programs run in here, and compare it. Without a command, `reprise env` is capture.',
    summary: 'Capture what programs run in here, and compare it.',
    examples: [['reprise env capture'], ['reprise env diff 6f1c0e8a here']],
  })
  addCaptureCommand(group, world)
  addDiffCommand(group, world)
}

function addCaptureCommand(group: Command, world: World): void {
  const command = addCommand(group, {
    name: 'capture',
    isDefault: true,
    about: 'Write requirements.txt, system_info.json and, with conda, conda_packages.txt: packages, interpreter, machine, code.',
    summary: 'Write what programs run in here to files.',
    examples: [
      ['reprise env capture', 'into ./env_artifacts'],
      ['reprise env capture --output-dir env --log-to-run', 'and log it to the run in MLFLOW_RUN_ID'],
      ['reprise env capture --run 6f1c0e8a', 'or to any other'],
      ['reprise env capture --require-clean', 'fails where something is not committed'],
    ],
  })
    .option('-o, --output-dir <folder>', 'where to; it is made', 'env_artifacts')
    .option('--run <id>', 'log it to this run, too')
    .option('--log-to-run', 'log it to the run in MLFLOW_RUN_ID, too')
    .addOption(new Option('--mlflow-run', 'the same, as other tools spell it').hideHelp())
    .option('--require-clean', 'fail where git has uncommitted changes')
    .option('--benchmark', 'measure this machine, for about a second')
    .option('--cloud', 'ask the metadata service of the cloud, at most 200 ms')
  addConnectionOptions(command, world).action(async (options) =>
    (await import('./capture.ts')).capture({ ...options, logToRun: options.logToRun ?? options.mlflowRun }, world),
  )
}

function addDiffCommand(group: Command, world: World): void {
  const command = addCommand(group, {
    name: 'diff',
    about: 'Show what differs between two environments: packages, Python, machine, flags of the processor, variables, code.',
    summary: 'Show what differs between two environments.',
    examples: [
      ['reprise env diff 6f1c0e8a here', 'a run, and this machine as it is now'],
      ['reprise env diff 6f1c0e8a 02b77d51 --exit-code'],
      ['reprise env diff env_artifacts/system_info.json here --json'],
    ],
  })
    .argument('<a>', 'a run, a system_info.json, or `here`')
    .argument('<b>', 'another one')
    .option('--exit-code', 'end with 1 when there is a difference')
  addConnectionOptions(command, world).action(async (a: string, b: string, options) =>
    (await import('./diff.ts')).diff([a, b], options, world),
  )
}
