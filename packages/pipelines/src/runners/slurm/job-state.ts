import type { JobState } from '../../jobs/index.ts'
import type { AskSlurm } from './ask.ts'

const running = /^(?:RUNNING|COMPLETING|CONFIGURING|SUSPENDED|STOPPED|SIGNALING|STAGE_OUT|RESIZING)/
/** Nothing is wrong with a job that waits for these. */
const usual = /^(?:None|Priority|Resources|\(null\))?$/

/**
 * What Slurm says of a job: the controller as long as it remembers it, some minutes after its end, and then the accounts, where there are some. Rejects where
 * Slurm does not answer.
 */
export async function readJobState(ask: AskSlurm, id: string): Promise<JobState> {
  try {
    return toJobState(id, parseShown(await ask('scontrol', ['--oneliner', 'show', 'job', id])))
  } catch (error) {
    if (!(error instanceof Error && /Invalid job id/i.test(error.message))) throw error
  }
  const accounts = await ask('sacct', ['--noheader', '--parsable2', '--allocations', '--jobs', id, '--format', 'State,ExitCode']).catch(
    () => '',
  )
  const [state, exitCode] = accounts.trim().split('\n')[0]?.split('|') ?? []
  return state ? toJobState(id, { state, exitCode, reason: undefined }) : { kind: 'over', reason: `job ${id} is not known to it any more` }
}

interface Shown {
  readonly state: string | undefined
  readonly reason: string | undefined
  readonly exitCode: string | undefined
}

/** `JobId=7 JobName=x JobState=PENDING Reason=Resources ExitCode=0:0 …` */
function parseShown(line: string): Shown {
  const field = (name: string): string | undefined => new RegExp(`(?:^|\\s)${name}=(\\S*)`).exec(line)?.[1]
  return { state: field('JobState'), reason: field('Reason'), exitCode: field('ExitCode') }
}

function toJobState(id: string, { state = 'UNKNOWN', reason = '', exitCode = '' }: Shown): JobState {
  if (state === 'PENDING') return usual.test(reason) ? { kind: 'waiting' } : { kind: 'waiting', why: `job ${id} waits: ${reason}` }
  if (running.test(state)) return { kind: 'running' }
  const details = [usual.test(reason) ? '' : reason, exitCode === '' ? '' : `exit code ${exitCode}`].filter(Boolean)
  return { kind: 'over', reason: `job ${id} ended as ${state}${details.length === 0 ? '' : ` (${details.join(', ')})`}` }
}
