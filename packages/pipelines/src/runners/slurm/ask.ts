import { execFile } from 'node:child_process'
import { RepriseError } from '@reprise/protocol/errors'

/** Milliseconds that a command of Slurm may take; those that wait for a controller that is busy take long. */
const TIMEOUT = 60_000

/** A program of Slurm and what it is asked; its standard output. Rejects with what it said. */
export type AskSlurm = (program: string, args: readonly string[]) => Promise<string>

export function createAsk(env: Readonly<Record<string, string | undefined>>): AskSlurm {
  return (program, args) =>
    new Promise((resolve, reject) => {
      // Times and numbers as they are, whatever the user's settings say; what is set for jobs is not for those of pipelines.
      const plain = { ...env, LC_ALL: 'C', SLURM_TIME_FORMAT: 'standard' }
      execFile(program, args, { env: plain, timeout: TIMEOUT, killSignal: 'SIGKILL', maxBuffer: 2 ** 24 }, (error, stdout, stderr) => {
        if (error === null) return resolve(stdout)
        if ('code' in error && error.code === 'ENOENT') return reject(notThere(program))
        reject(new Error(`${program}: ${stderr.trim().split('\n').at(-1) || error.message}`, { cause: error }))
      })
    })
}

function notThere(program: string): RepriseError {
  return new RepriseError('RESOURCE_DOES_NOT_EXIST', `there is no ${program} here: commands can not run as jobs of Slurm.`, {
    hint: 'Run it on a machine that has the commands of Slurm on its PATH, such as a login node.',
  })
}
