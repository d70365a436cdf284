import type { Run, RunRecord } from '@reprise/protocol'
import { ARTIFACTS, CRATE } from '../format.ts'
import type { Member } from '../zip/write-zip.ts'
import { describeAction } from './describe-action.ts'
import { type Entity, refer, type Reference, referTo, toTime } from './entity.ts'
import { mediaTypeOf } from './media-type.ts'

interface Described {
  readonly run: Run
  readonly record: RunRecord | undefined
  readonly members: readonly Member[]
}

/** A Process Run Crate 0.5, which is an RO-Crate 1.1: a data set of all files, and the run as the action that made some from others. */
export function describeCrate({ run, record, members }: Described): Entity {
  const { info } = run
  const agent = describeAgent(run)
  const artifacts = new Set(members.flatMap(({ path }) => (path.startsWith(ARTIFACTS) ? [path] : [])))
  const graph = [
    { '@id': CRATE, '@type': 'CreativeWork', conformsTo: { '@id': 'https://w3id.org/ro/crate/1.1' }, about: { '@id': './' } },
    {
      '@id': './',
      '@type': 'Dataset',
      name: info.run_name ?? info.run_id,
      description: `The run ${info.run_id}: what it was made from, what it logged and what came out.`,
      datePublished: toTime(info.end_time) ?? toTime(info.start_time) ?? '1970-01-01T00:00:00.000+00:00',
      conformsTo: { '@id': PROFILE },
      license: referTo(license),
      author: agent && referTo(agent),
      hasPart: members.map(({ path }) => refer(path)),
      mentions: { '@id': '#run' },
    },
    { '@id': PROFILE, '@type': 'CreativeWork', name: 'Process Run Crate', version: '0.5' },
    license,
    ...members.map(({ path, size, sha256 }) => ({
      ...refer(path),
      '@type': 'File',
      name: path,
      encodingFormat: mediaTypeOf(path),
      contentSize: String(size),
      sha256,
    })),
    ...describeAction({ run, record, artifacts, agent }),
    ...(agent === undefined ? [] : [agent]),
  ]
  return { '@context': ['https://w3id.org/ro/crate/1.1/context', { sha256: 'https://schema.org/sha256' }], '@graph': graph }
}

const PROFILE = 'https://w3id.org/ro/wfrun/process/0.5'

/** A crate has to say under which terms it may be used, and a run says nothing of that. */
const license = {
  '@id': '#license',
  '@type': 'CreativeWork',
  name: 'No license was given',
  description: 'Nothing was recorded of the terms of use: ask whoever made the run.',
}

/** Who made the run, where it says so. */
function describeAgent({ info, data }: Run): (Entity & Reference) | undefined {
  const name = [info.user_id, data?.tags.find(({ key }) => key === 'mlflow.user')?.value].find((text) => text !== undefined && text !== '')
  return name === undefined ? undefined : { '@id': '#agent', '@type': 'Person', name }
}
