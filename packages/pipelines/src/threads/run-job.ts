import { checkObjects, type CheckResult } from '../cache/check-objects.ts'
import { checkTree, type CheckTreeResult } from '../cache/check-tree.ts'
import { storeFiles, type StoreResult } from '../cache/store-files.ts'
import { hashLegacyFiles, type LegacyHashResult } from '../hashing/hash-legacy.ts'
import { linkFiles, type LinkResult } from '../links/link-files.ts'
import type { Job, JobKind } from './job.ts'

interface Results {
  readonly check: CheckResult
  readonly 'check-tree': CheckTreeResult
  readonly 'hash-legacy': LegacyHashResult
  readonly link: LinkResult
  readonly store: StoreResult
}

/** What a kind of job answers. */
export type ResultOf<Kind extends JobKind> = Results[Kind]

/** What ends a job early: a full disk and the like. It crosses threads, so it is plain. */
export interface JobFailure {
  readonly code: string
  readonly path: string
  readonly message: string
}

export type JobAnswer = { readonly result: Results[JobKind] } | { readonly failure: JobFailure }

/** Does a job. What the system refuses is an answer; only errors of ours are thrown. */
export function runJob(job: Job): JobAnswer {
  try {
    return { result: perform(job) }
  } catch (error) {
    if (!(error instanceof Error && 'syscall' in error)) throw error
    const { code = 'unknown', path = '', message } = error as NodeJS.ErrnoException
    return { failure: { code, path: String(path), message } }
  }
}

function perform(job: Job): Results[JobKind] {
  switch (job.kind) {
    case 'check':
      return checkObjects(job)
    case 'check-tree':
      return checkTree(job)
    case 'hash-legacy':
      return hashLegacyFiles(job)
    case 'link':
      return linkFiles(job)
    case 'store':
      return storeFiles(job)
  }
}
