import { RepriseError } from '@reprise/protocol'
import { encodeFrame, type SpoolRecord } from './record.ts'
import type { Journal } from './journal.ts'

const CAPACITY = 64 * 1024 * 1024

/** A journal for programs that may write no files: bounded, and lost with the process. */
export function createMemoryJournal(capacity = CAPACITY): Journal {
  const records: { record: SpoolRecord; length: number }[] = []
  let backlog = 0
  const settle = (): void => {
    backlog -= records.shift()?.length ?? 0
  }
  return {
    get backlog() {
      return backlog
    },
    get waiting() {
      return records.length
    },
    append: (record) => {
      const { length } = encodeFrame(record)
      if (backlog + length > capacity) throw full(capacity)
      records.push({ record, length })
      backlog += length
    },
    peek: () => records[0]?.record,
    settle,
    reject: settle,
    hasRoomFor: (bytes) => backlog + bytes <= capacity,
    reserve: () => undefined,
    fileFor: () => undefined,
    persist: () => undefined,
    close: () => undefined,
    discard: () => {
      records.length = 0
      backlog = 0
    },
  }
}

function full(capacity: number): RepriseError {
  return new RepriseError(
    'RESOURCE_EXHAUSTED',
    `The server can not be reached and ${capacity} bytes wait in memory already: what is logged now is lost.`,
    {
      hint: 'Allow a spool folder (option `spool`, REPRISE_SPOOL), or wait with `await run.ready()`.',
    },
  )
}
