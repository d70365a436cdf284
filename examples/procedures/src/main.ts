// The program: `npm run example -- procedures`, or with a filter of your own: `npm run example -- procedures "metrics.success = 0"`.
// Its exit code is 0 where tracking works from beginning to end, and 1 where a step failed.
import { configure } from '@reprise/sdk'
import { checkTracking } from './index.ts'

configure({ experimentName: 'procedures' })
const failed = await checkTracking(process.argv[2], (line) => void process.stdout.write(`${line}\n`))
process.exitCode = failed === 0 ? 0 : 1
