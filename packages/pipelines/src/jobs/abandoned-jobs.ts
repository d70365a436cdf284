import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { RepriseError } from '@reprise/protocol/errors'
import { JobFolder } from './job-folder.ts'

/** Seconds after which whoever renewed a lease counts as gone, longer than any patience that is usual. */
const LEASE = 300
/** Milliseconds that a command gets to end. */
const GRACE = 15_000

/**
 * Ends what processes that died have left running elsewhere, so that nobody writes to outputs beside the stage that is run next. What does not say that
 * it has ended is on a machine that is lost, or ends when it finds its folder gone.
 */
export async function endAbandonedJobs(parent: string): Promise<void> {
  const abandoned = list(parent).filter((job) => !job.isOwned(LEASE))
  await Promise.all(abandoned.map(endJob))
}

async function endJob(job: JobFolder): Promise<void> {
  if (job.isBegun && job.end === undefined) {
    job.tell('KILL')
    // Where nothing is left of it, nobody removes the word.
    const deadline = Date.now() + GRACE
    while (job.isBegun && job.end === undefined && Date.now() < deadline) await sleep(200)
  }
  job.remove()
}

function list(parent: string): JobFolder[] {
  try {
    return readdirSync(parent).map((name) => new JobFolder(join(parent, name)))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw new RepriseError('INTERNAL_ERROR', `${parent} can not be read.`, { cause: error })
  }
}
