import { enumeration, message, type MessageOf, optional, repeated, required } from '../schema/field.ts'

const recordedData = message('RecordedData', {
  path: required('string', 'Relative to the root of the code, with slashes; absolute where it lies outside.'),
  digest: optional('string', 'MD5 as DVC writes it; it ends in `.dir` for a folder. Absent where it is not known.'),
  size: optional('double', 'Bytes, of a folder of all files in it.'),
  files: optional('double', 'Of a folder: how many files.'),
})
/** A dependency or an output of a stage. */
export type RecordedData = MessageOf<typeof recordedData.fields>

const recordedStage = message('RecordedStage', {
  name: required('string', 'As it is named on the command line: `train`, `sub/dvc.yaml:train`.'),
  run: optional('string', 'Id of its run; absent where nothing had to be done.'),
  command: optional('string', 'Its commands, a line each; absent for data that no command makes.'),
  outcome: required(
    enumeration({ RAN: 1, RESTORED: 2, UNCHANGED: 3, VERIFIED: 4, PULLED: 5, FAILED: 6, SKIPPED: 7 }),
    'RESTORED came from the run cache, VERIFIED are data without a command; SKIPPED was not reached.',
  ),
  reasons: repeated('string', 'Why it was not left as it was, in words.'),
  needs: repeated('string', 'Names of the stages that it depends on.'),
  deps: repeated(recordedData, 'What it read.'),
  outs: repeated(recordedData, 'What it made.'),
  undeclared_reads: repeated('string', 'Files that it was seen to read, and that its definition does not name. Paths as in `deps`.'),
  undeclared_writes: repeated('string', 'Files that it was seen to write, and that its definition does not name.'),
})
/** What became of one stage. */
export type RecordedStage = MessageOf<typeof recordedStage.fields>

export const pipeline = message('RecordedPipeline', {
  arguments: repeated('string', 'What stood behind `reprise repro`.'),
  stages: repeated(recordedStage, 'In the order in which they were looked at.'),
})
/** A run of `reprise repro`. */
export type RecordedPipeline = MessageOf<typeof pipeline.fields>

export const stageOfPipeline = message('StageOfPipeline', {
  name: required('string', 'As the run of the pipeline names it.'),
  target: required('string', 'What names it on a command line in its own working folder, which is `command.folder`.'),
  run: required('string', 'Id of the run of the pipeline, whose artifacts have the code and the lock files.'),
})
