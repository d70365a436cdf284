import { RepriseError } from '../errors.ts'
import { decodeMessage } from '../schema/decode.ts'
import { message, type MessageOf, optional, repeated, required } from '../schema/field.ts'
import { parseWireJson } from '../wire/parse-json.ts'
import { code } from './code.ts'
import { command, outcome } from './command.ts'
import { captureItem, environment } from './environment.ts'
import { recordedFile } from './files.ts'
import { pipeline, stageOfPipeline } from './pipeline.ts'

/** Where the record is, below the artifacts of its run. */
export const RECORD_PATH = 'reprise/record.json'
/** The format this version writes; it reads this and older ones. */
export const RECORD_FORMAT = 1

const recordLimits = message('RecordLimits', {
  kept_file: required('double', 'Bytes of one input up to which it is kept with the run.'),
  kept_total: required('double', 'Bytes of all inputs together.'),
  untracked_file: required('double', 'Bytes of an untracked file up to which it is part of the tree.'),
})

export const runRecord = message('RunRecord', {
  format: required('int32', `${RECORD_FORMAT}.`),
  reprise: required('string', 'Version of the program that wrote it.'),
  command: required(command, 'What was run, and where.'),
  code: required(code, 'The code, to the byte.'),
  environment: required(environment, 'What it ran in.'),
  inputs: repeated(recordedFile, 'Files that were read and not written before, but for code and packages.'),
  outputs: repeated(recordedFile, 'Files in the work tree that are new or other than before.'),
  outcome: optional(outcome, 'How it ended; absent while it runs, or where nobody was left to tell.'),
  items: repeated(captureItem, 'What was captured, and what could not be.'),
  limits: required(recordLimits, 'What was too large to keep.'),
  reproduces: optional('string', 'Id of the run that this one repeats.'),
  pipeline: optional(pipeline, 'Of a run of a pipeline: its stages.'),
  stage: optional(stageOfPipeline, 'Of a run of one stage: which it is.'),
})
/** What a run was made from: enough to run it again elsewhere. Format in docs/formats/record.md. */
export type RunRecord = MessageOf<typeof runRecord.fields>

/** Reads a record. Throws INVALID_PARAMETER_VALUE for what is none, or of a newer format. */
export function parseRecord(bytes: Uint8Array): RunRecord {
  const json = parseWireJson(bytes)
  if (typeof json !== 'object' || json === null || Array.isArray(json)) {
    throw new RepriseError('INVALID_PARAMETER_VALUE', 'The record is not a JSON object.')
  }
  const format = 'format' in json ? json.format : undefined
  if (typeof format === 'number' && format > RECORD_FORMAT) {
    throw new RepriseError('INVALID_PARAMETER_VALUE', `The record has format ${format}; this version reads up to ${RECORD_FORMAT}.`, {
      hint: 'Install a newer version of Reprise.',
    })
  }
  return decodeMessage(runRecord, json)
}
