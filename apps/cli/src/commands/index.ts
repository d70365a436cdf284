import type { CommandModule } from '../command.ts'

/** Commands over data and pipelines, with the names, options and exit codes of DVC, in the order of the help. */
export const projectCommands: Readonly<Record<string, () => Promise<CommandModule>>> = {
  init: async () => (await import('./init/index.ts')).addInitCommand,
  root: async () => (await import('./root/index.ts')).addRootCommand,
  add: async () => (await import('./add/index.ts')).addAddCommand,
  remove: async () => (await import('./remove/index.ts')).addRemoveCommand,
  rm: async () => (await import('./remove/index.ts')).addRemoveCommand,
  move: async () => (await import('./move/index.ts')).addMoveCommand,
  mv: async () => (await import('./move/index.ts')).addMoveCommand,
  checkout: async () => (await import('./checkout/index.ts')).addCheckoutCommand,
  unprotect: async () => (await import('./unprotect/index.ts')).addUnprotectCommand,
  'check-ignore': async () => (await import('./check-ignore/index.ts')).addCheckIgnoreCommand,
  config: async () => (await import('./config/index.ts')).addConfigCommand,
  remote: async () => (await import('./remote/index.ts')).addRemoteCommand,
  cache: async () => (await import('./cache/index.ts')).addCacheCommand,
  metrics: async () => (await import('./metrics/index.ts')).addMetricsCommand,
  params: async () => (await import('./params/index.ts')).addParamsCommand,
  plots: async () => (await import('./plots/index.ts')).addPlotsCommand,
  diff: async () => (await import('./diff/index.ts')).addDiffCommand,
  data: async () => (await import('./data/index.ts')).addDataCommand,
  push: async () => (await import('./push/index.ts')).addPushCommand,
  fetch: async () => (await import('./fetch/index.ts')).addFetchCommand,
  pull: async () => (await import('./pull/index.ts')).addPullCommand,
  gc: async () => (await import('./gc/index.ts')).addGcCommand,
  install: async () => (await import('./install/index.ts')).addInstallCommand,
  destroy: async () => (await import('./destroy/index.ts')).addDestroyCommand,
  exp: async () => (await import('./exp/index.ts')).addExpCommand,
  queue: async () => (await import('./queue/index.ts')).addQueueCommand,
  repro: async () => (await import('./repro/index.ts')).addReproCommand,
  status: async () => (await import('./status/index.ts')).addStatusCommand,
  dag: async () => (await import('./dag/index.ts')).addDagCommand,
  stage: async () => (await import('./stage/index.ts')).addStageCommand,
  freeze: async () => (await import('./freeze/index.ts')).addFreezeCommand,
  unfreeze: async () => (await import('./unfreeze/index.ts')).addUnfreezeCommand,
  commit: async () => (await import('./commit/index.ts')).addCommitCommand,
  version: async () => (await import('./version/index.ts')).addVersionCommand,
}

/**
 * Every command, in the order of the help. One more command: one folder and one line. Only the one that is asked for is loaded, since a command that
 * `reprise run` starts waits for what is loaded before.
 */
export const commands: Readonly<Record<string, () => Promise<CommandModule>>> = {
  server: async () => (await import('./server/index.ts')).addServerCommand,
  demo: async () => (await import('./demo/index.ts')).addDemoCommand,
  run: async () => (await import('./run/index.ts')).addRunCommand,
  reproduce: async () => (await import('./reproduce/index.ts')).addReproduceCommand,
  restore: async () => (await import('./restore/index.ts')).addRestoreCommand,
  capsule: async () => (await import('./capsule/index.ts')).addCapsuleCommand,
  audit: async () => (await import('./audit/index.ts')).addAuditCommand,
  badge: async () => (await import('./badge/index.ts')).addBadgeCommand,
  experiments: async () => (await import('./experiments/index.ts')).addExperimentsCommand,
  runs: async () => (await import('./runs/index.ts')).addRunsCommand,
  env: async () => (await import('./env/index.ts')).addEnvCommand,
  manifest: async () => (await import('./manifest/index.ts')).addManifestCommand,
  store: async () => (await import('./store/index.ts')).addStoreCommand,
  spool: async () => (await import('./spool/index.ts')).addSpoolCommand,
  doctor: async () => (await import('./doctor/index.ts')).addDoctorCommand,
  completion: async () => (await import('./completion/index.ts')).addCompletionCommand,
  ...projectCommands,
}
