/** Recorded cases that need commands which are not there yet. */
export const waiting: readonly string[] = [
  'not-a-repo',
  'repro-long-cmd-fold',
  'repro-no-deps',
  'repro-corrupt-and-deleted-out',
  'repro-corrupt-cache-object',
  'repro-corrupt-cache-readonly',
  'repro-chain-and-stop',
  'params-floats',
  'params-nan-always-modified',
  'params-strings',
  'params-date',
  'stage-add',
  'outs-flags',
  'push-run-cache',
  'push-targets',
]
