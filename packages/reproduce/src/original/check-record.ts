import type { RunRecord } from '@reprise/protocol'
import { Obstacle } from '../obstacle.ts'

/** A crash of its own (SIGSEGV, SIGABRT) may well be repeated. */
const endedFromOutside: ReadonlySet<string> = new Set(['SIGKILL', 'SIGTERM', 'SIGINT', 'SIGHUP', 'SIGQUIT'])

/** The record, or why nothing can be repeated, whatever else is there: there is none, or the run never came to an end. */
export function checkRecord(record: RunRecord | undefined): RunRecord | Obstacle {
  if (record === undefined) {
    return new Obstacle('no record', 'The run has no record of what it was made from: it was not made by `reprise run`.')
  }
  const { command, outcome } = record
  if (command.argv.length === 0) return new Obstacle('no record', 'The record names no command.')
  if (outcome === undefined) return new Obstacle('not finished', 'The run has not ended, or nobody was left to record how.')
  if (outcome.not_started !== undefined) return new Obstacle('not started', `The run never started: ${outcome.not_started}`)
  if (endedFromOutside.has(outcome.signal ?? '')) {
    return new Obstacle('not finished', `The run was ended by ${outcome.signal}: what it left is not what it would have come to.`)
  }
  return record
}
