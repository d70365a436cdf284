/** What of DVC's command line is left out, and why. A test compares it with the real one. */
export const leftOutCommands: Readonly<Record<string, string>> = {
  artifacts: 'models are in the registry of the server',
  daemon: 'there is nothing to update or report in the background',
  dataset: 'datasets of cloud services',
  ds: 'datasets of cloud services',
  du: 'list --size says it',
  exp: 'by decision: runs are recorded instead',
  experiments: 'the name of a command of our own',
  'git-hook': 'install writes hooks that call the commands themselves',
  'import-db': 'rows of databases',
  queue: 'by decision: sweep has a queue of its own',
  studio: 'a service of DVC',
  'test-db': 'rows of databases',
  completion: 'the command of our own takes the shell as an argument',
  doctor: 'the command of our own looks at more',
}

/** For all commands: what finds out about DVC itself. */
export const leftOutEverywhere: readonly string[] = [
  '--cprofile',
  '--cprofile-dump',
  '--instrument',
  '--instrument-open',
  '--pdb',
  '--show-stack',
  '--ss',
  '--viztracer',
  '--viztracer-async',
  '--viztracer-depth',
  '--yappi',
  '--yappi-separate-threads',
]

const otherConfiguration = 'options of the other repository belong into its own configuration'
const toRemote = 'import-url --to-remote sends data on; after that they are pushed like others'
const fileSystems = 'only paths and http(s) are read, which need no options'

export const leftOutOptions: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  gc: { '--all-experiments': 'there are no experiments of DVC' },
  get: { '--config': otherConfiguration, '--remote-config': otherConfiguration, '--show-url': 'objects are told of by status --cloud' },
  'get-url': { '--fs-config': fileSystems },
  import: { '--config': otherConfiguration, '--remote': otherConfiguration, '--remote-config': otherConfiguration },
  'import-url': { '--fs-config': fileSystems, '--version-aware': 'version-aware remotes are refused' },
  install: { '--use-pre-commit-tool': 'hooks of git are written, not the configuration of pre-commit' },
  list: { '--config': otherConfiguration, '--remote-config': otherConfiguration },
  'list-url': { '--fs-config': fileSystems, '-T': 'list has it', '--tree': 'list has it', '-L': 'list has it', '--level': 'list has it' },
  'plots diff': { '-e': 'there are no experiments of DVC', '--experiment': 'there are no experiments of DVC' },
  update: { '--to-remote': toRemote, '-r': toRemote, '--remote': toRemote },
}
