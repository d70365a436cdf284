// What `push` and `fetch` of one out do, as a process. Arguments: step, folder of the project, settings of the remote as JSON, id of the out,
// folder that remembers digests.
import { fetchData, openRemote, openWorkspace, pushData } from '@reprise/pipelines'

const [step, root = '', settings = '{}', oid = '', memoryFolder = ''] = process.argv.slice(2)
await using workspace = openWorkspace({ root, memoryFolder })
await using remote = await openRemote('r', new Map([['r', new Map(Object.entries(JSON.parse(settings) as Record<string, string>))]]))
const { failed, missing, moved } = await (step === 'push' ? pushData : fetchData)(workspace.cache, remote, {
  wanted: [{ hash: 'md5', oid }],
})
if (failed.length + missing.length > 0 || moved.length === 0) throw new Error(`${failed.length} failed, ${missing.length} are missing`)
