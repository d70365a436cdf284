import type { Command } from 'commander'
import { parseCount } from '../help/index.ts'
import type { CommonOptions } from '../project/index.ts'

/** What push, fetch and pull take. */
export interface TransferCommandOptions extends CommonOptions {
  readonly remote?: string
  readonly jobs?: number
  readonly allBranches?: boolean
  readonly allTags?: boolean
  readonly allCommits?: boolean
  readonly withDeps?: boolean
  readonly recursive?: boolean
  readonly runCache?: boolean
  readonly glob?: boolean
  /** Of `fetch`: bytes. */
  readonly maxSize?: number
  readonly type?: readonly ('metrics' | 'plots')[]
}

export function addTransferOptions(command: Command): Command {
  return command
    .argument('[targets...]', 'data, .dvc files or stages; without any all of them')
    .option('-r, --remote <name>', 'which remote; without it the default one')
    .option('-j, --jobs <count>', 'requests at a time', parseCount)
    .option('-a, --all-branches', 'also what the last commits of all branches use')
    .option('-T, --all-tags', 'also what all tags use')
    .option('-A, --all-commits', 'also what any commit uses')
    .option('-d, --with-deps', 'also what the targets are made from')
    .option('-R, --recursive', 'targets that are folders stand for all .dvc files in them')
    .option('--run-cache', 'also what stages made before, from what')
    .option('--no-run-cache', 'leave that out, which is so anyway')
    .option('--glob', 'the targets are patterns')
}
