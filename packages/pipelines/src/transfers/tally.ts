import { RepriseError } from '@reprise/protocol/errors'
import { type FailedTransfer, objectKey, type ObjectName, type TransferOptions, type TransferResult } from './wanted.ts'

/** What has become of the objects of a transfer. */
export interface Tally {
  /** Does the work for an object, which answers its bytes (undefined when it is not there), and keeps why it failed. */
  attempt(object: ObjectName, work: () => Promise<number | undefined>): Promise<void>
  miss(object: ObjectName): void
  result(): TransferResult
}

/** Failures that are of the place and not of the object: going on would fail again and again. */
const hopeless = new Set(['UNAUTHENTICATED', 'PERMISSION_DENIED', 'RESOURCE_DOES_NOT_EXIST', 'NOT_IMPLEMENTED', 'RESOURCE_EXHAUSTED'])
/** As many objects may fail because the place can not be reached. */
const MOST_UNREACHABLE = 3

export function startTally(total: number, { onProgress }: TransferOptions): Tally {
  const moved: ObjectName[] = []
  const failed: FailedTransfer[] = []
  const missing = new Map<string, ObjectName>()
  let [bytes, done, unreachable] = [0, 0, 0]
  return {
    attempt: async (object, work) => {
      try {
        const size = await work()
        if (size === undefined) missing.set(objectKey(object), object)
        else {
          moved.push(object)
          bytes += size
        }
      } catch (error) {
        const { code } = error instanceof RepriseError ? error : { code: '' }
        if (code === 'TEMPORARILY_UNAVAILABLE') unreachable += 1
        if (hopeless.has(code) || unreachable > MOST_UNREACHABLE || !(error instanceof Error)) throw error
        failed.push({ ...object, error })
      }
      done += 1
      onProgress?.({ done, total: Math.max(total, done), bytes })
    },
    miss: (object) => void missing.set(objectKey(object), object),
    result: () => ({ moved, bytes, failed, missing: [...missing.values()] }),
  }
}
