// What `add`, `status` and `checkout` of one out do, as a process. Arguments: step, folder of the project, folder that remembers digests.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { applyCheckout, assertNothingLost, openWorkspace, outStatus, planCheckout, storeOut } from '@reprise/pipelines'

const [step, root = '', memoryFolder = ''] = process.argv.slice(2)
const path = join(root, 'data')
const record = join(root, 'data.dvc')
const hash = 'md5'
await using workspace = openWorkspace({ root, memoryFolder })
if (step === 'add') writeFileSync(record, (await storeOut(workspace, path)).oid)
else {
  const oid = readFileSync(record, 'utf8')
  if (step === 'status') {
    const state = await outStatus(workspace, { path, oid, hash, isCached: true })
    if (state !== undefined) throw new Error(state)
  } else {
    const plan = await planCheckout(workspace, { path, oid, hash, isExecutable: false })
    assertNothingLost([plan])
    await applyCheckout(workspace, plan)
  }
}
