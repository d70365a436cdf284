import {
  decodeMessage,
  type FieldMap,
  message,
  type MessageOf,
  type MessageType,
  optional,
  parseWireJson,
  repeated,
  required,
  run,
} from '@reprise/protocol'
import { damaged } from './zip/read-zip.ts'

/** The format this version writes; it reads this one. */
export const CAPSULE_FORMAT = 1
export const MANIFEST = 'manifest.json'
export const RUN = 'run.json'
export const CRATE = 'ro-crate-metadata.json'
/** Artifacts of the run are below it. */
export const ARTIFACTS = 'artifacts/'
/** Most bytes of a JSON document. */
export const LARGEST_DOCUMENT = 128 * 2 ** 20

const member = message('CapsuleMember', {
  path: required('string', 'Name in the archive.'),
  size: required('double', 'Bytes.'),
  sha256: required('string', 'Digest of its bytes, 64 lower-case hexadecimal digits.'),
})

export const manifest = message('CapsuleManifest', {
  format: required('int32', `${CAPSULE_FORMAT}.`),
  members: repeated(member, 'Every other member, in the order of the archive.'),
})

const series = message('CapsuleSeries', {
  key: required('string', 'Name of the metric.'),
  member: required('string', 'The member with its points.'),
  points: required('double', 'How many there are.'),
})

export const capsuleRun = message('CapsuleRun', {
  format: required('int32', `${CAPSULE_FORMAT}.`),
  experiment: required('string', 'Name of the experiment.'),
  run: required(run, 'As the server describes a run, with the latest point of each metric, and without `artifact_uri`.'),
  series: repeated(series, 'All points of each metric.'),
})
export type CapsuleRun = MessageOf<typeof capsuleRun.fields>

/** A line of a series: a point. */
export const point = message('CapsulePoint', {
  step: required('int64', 'Any int64, in digits.'),
  timestamp: required('int64', 'Milliseconds since 1970.'),
  value: required('double', 'A number, or `"NaN"`, `"Infinity"`, `"-Infinity"`.'),
  model_id: optional('string', 'The logged model the point belongs to.'),
  dataset_name: optional('string', 'The dataset the point was measured on.'),
  dataset_digest: optional('string', 'Digest of that dataset.'),
})
export type CapsulePoint = MessageOf<typeof point.fields>

/** Decodes a document of a capsule. Throws INVALID_PARAMETER_VALUE that names `what`. */
export function decodeDocument<Fields extends FieldMap>(type: MessageType<Fields>, bytes: Uint8Array, what: string): MessageOf<Fields> {
  const json = bytes.length === 0 ? undefined : parseWireJson(bytes)
  if (json === undefined) throw damaged(`${what} is not JSON`)
  const format = typeof json === 'object' && json !== null && 'format' in json ? json.format : undefined
  if ('format' in type.fields && format !== CAPSULE_FORMAT)
    throw damaged(`${what} has format ${JSON.stringify(format) ?? 'none'}, and ${CAPSULE_FORMAT} is what this version reads`)
  try {
    return decodeMessage(type, json)
  } catch (error) {
    throw damaged(
      `${what} is not as it should be (${error instanceof Error ? error.message.replace(/\s*See the API docs.*/s, '').replace(/\.$/, '') : String(error)})`,
    )
  }
}
