import { verdicts } from '@reprise/compare'
import { exitCodes } from '../exit-codes.ts'
import { projectExitCodes } from '../project/exit-codes.ts'

/** For the reference: every code and what it means. */
export const exitCodeTable: readonly (readonly [code: number, meaning: string])[] = [
  [exitCodes.ok, 'Everything was done. A server or demo that was stopped by Ctrl-C or SIGTERM ends with this, too.'],
  [
    exitCodes.failed,
    'It could not be done, or problems were found (`doctor`, `store fsck`, `manifest validate`); one line on stderr says what and what to do.',
  ],
  [exitCodes.usage, 'The command line was wrong; nothing was done.'],
  [verdicts.DIVERGED, '`reproduce`: the run was repeated, and its results diverged.'],
  [
    verdicts.CANNOT,
    '`reproduce` and `restore`: something of the run is not to be had here; the output says what. `audit`: that is so of a run.',
  ],
  [projectExitCodes.brokenPipe, 'Data and pipelines: nobody read what was printed any more.'],
  [projectExitCodes.configuration, 'Data and pipelines: the configuration is wrong.'],
  [projectExitCodes.interrupted, 'Data and pipelines: ended by Ctrl-C.'],
  [projectExitCodes.notInProject, 'Data and pipelines: this folder is in no project.'],
  [projectExitCodes.usage, 'Data and pipelines: the command line was wrong; nothing was done.'],
  [255, 'Data and pipelines: it failed, with `repro`, `checkout`, `gc` and others that do not end with 1.'],
  [130, 'Ended by Ctrl-C before it was done (129 and 143: by SIGHUP and SIGTERM).'],
]
