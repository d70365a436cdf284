import type { ArtifactStore } from '@reprise/objects'
import { parseWireJson, RepriseError, type ResponseFor, type Run } from '@reprise/protocol'
import { ask, type Store } from '@reprise/storage'
import { folderOf, isStoredHere } from '../artifact-folder.ts'

const REPORT = 'reprise/reproduction.json'
const MOST_BYTES = 1_024 * 1_024

export interface Repeat {
  readonly run_id: string
  readonly report: unknown
}

/** The report that the verdict of a run stands on; of the run that repeated it, nothing else. Undefined where there is none. */
export async function gatherRepeat(store: Store, artifacts: ArtifactStore, run: Run): Promise<Repeat | undefined> {
  const id = run.data?.tags.find(({ key }) => key === 'reprise.reproduction')?.value
  const uri = id === undefined ? undefined : (await orNothing(ask(store, 'getRun', { run_id: id })))?.run.info.artifact_uri
  if (id === undefined || uri === undefined || !isStoredHere(uri)) return undefined
  const file = await artifacts.get(`${folderOf(uri)}/${REPORT}`)
  if (file === undefined) return undefined
  if (file.size > MOST_BYTES) {
    await file.close()
    return undefined
  }
  const report = parseWireJson(Buffer.concat(await file.read().toArray()))
  return report === undefined ? undefined : { run_id: id, report }
}

/** A repeat may have been deleted for good. */
async function orNothing(answer: Promise<ResponseFor<'getRun'>>): Promise<ResponseFor<'getRun'> | undefined> {
  return answer.catch((error: unknown) => {
    if (error instanceof RepriseError && error.status < 500) return undefined
    throw error
  })
}
