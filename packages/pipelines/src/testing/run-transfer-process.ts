// Pushes the cache of a project to a remote, or fetches it into an empty one, until it is done or killed. Arguments: push or fetch, the root of
// the project, the settings of the remote as JSON, the id of the data.
import { openRemote } from '../remotes/index.ts'
import { fetchData, pushData } from '../transfers/index.ts'
import { openProject } from './project-folder.ts'

const [direction, root = '', settings = '{}', oid = ''] = process.argv.slice(2)
await using project = openProject(root)
await using remote = await openRemote('r', new Map([['r', new Map(Object.entries(JSON.parse(settings) as Record<string, string>))]]))
const transfer = direction === 'push' ? pushData : fetchData
const { moved, failed, missing } = await transfer(project.cache, remote, {
  wanted: [{ hash: 'md5', oid }],
  onProgress: ({ done }) => void (done % 20 === 1 && process.stdout.write('.')),
})
process.stdout.write(JSON.stringify({ moved: moved.length, failed: failed.length, missing: missing.length }))
