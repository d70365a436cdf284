// Pushing small files to an S3 server of this machine and fetching them again, beside the real DVC on the same data and the same server, in turn.
// Each is a process from its start to its end; the server's own work is in the time and not in the processor time.
//   node --conditions=@reprise/source benchmarks/src/data-remotes.ts [--files 5000] [--rounds 1]
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { createTemporaryFolder, ensurePython, pythonSets, startS3 } from '@reprise/testing'
import { type Measured, runMeasured } from './data/run-measured.ts'
import { makeTree } from './manifest/data.ts'
import { describeMachine } from './report/machine.ts'

const { values } = parseArgs({ options: { files: { type: 'string', default: '5000' }, rounds: { type: 'string', default: '1' } } })
const program = fileURLToPath(new URL('./data/run-our-transfer.ts', import.meta.url))
const steps = ['push', 'fetch'] as const

const environment = await ensurePython(pythonSets.dvc)
if (environment.reason !== undefined) throw new Error(environment.reason)
const { python } = environment
await using temporary = await createTemporaryFolder('data-remotes')
await using s3 = await startS3()
const env = { ...process.env, DVC_NO_ANALYTICS: '1', DVC_SITE_CACHE_DIR: join(temporary.path, 'site') }

const root = join(temporary.path, 'project')
mkdirSync(join(root, 'data'), { recursive: true })
makeTree(join(root, 'data'), Number(values.files))
await runMeasured([python, '-m', 'dvc', 'init', '-q', '--no-scm'], { folder: root, env })
await runMeasured([python, '-m', 'dvc', 'add', '-q', 'data'], { folder: root, env })
const oid = /md5: (\S+)/.exec(readFileSync(join(root, 'data.dvc'), 'utf8'))?.[1] ?? ''

let caches = 0
const measured: { readonly step: string; readonly theirs: Measured; readonly ours: Measured }[] = []
console.log(`${JSON.stringify(describeMachine())}\n`)
for (let round = 0; round < Number(values.rounds); round++) {
  const [theirs, ours] = [await measure('dvc'), await measure('ours')]
  for (const [index, step] of steps.entries()) {
    const [one, other] = [theirs[index], ours[index]]
    if (one !== undefined && other !== undefined) measured.push({ step, theirs: one, ours: other })
  }
}
console.log('| step | DVC, s (CPU s) | Reprise, s (CPU s) | times faster | by CPU |\n| --- | --- | --- | --- | --- |')
for (const { step, theirs, ours } of measured) {
  const show = ({ seconds, cpuSeconds }: Measured): string => `${seconds.toFixed(2)} (${cpuSeconds.toFixed(2)})`
  const ratios = [theirs.seconds / ours.seconds, theirs.cpuSeconds / ours.cpuSeconds].map((ratio) => ratio.toFixed(1)).join(' | ')
  console.log(`| ${step} of ${values.files} files | ${show(theirs)} | ${show(ours)} | ${ratios} |`)
}

/** A push into an empty bucket, and a fetch of it into an empty cache, which is checked to be whole. */
async function measure(subject: 'dvc' | 'ours'): Promise<Measured[]> {
  const url = `s3://${await s3.createBucket()}/data`
  const remote = { url, endpointurl: s3.url, access_key_id: s3.accessKeyId, secret_access_key: s3.secretAccessKey }
  const lines = Object.entries(remote).map(([name, value]) => `    ${name} = ${value}\n`)
  writeFileSync(join(root, '.dvc', 'config'), `[core]\n    no_scm = True\n    remote = r\n['remote "r"']\n${lines.join('')}`)
  const found: Measured[] = []
  for (const step of steps) {
    // Not deleted: file systems pass over inodes that were freed a moment ago, which is none of the subjects' doing.
    if (step === 'fetch') renameSync(join(root, '.dvc', 'cache'), `${root}-cache-${caches++}`)
    const command =
      subject === 'dvc'
        ? [python, '-m', 'dvc', step, '-q']
        : [
            process.execPath,
            '--conditions=@reprise/source',
            program,
            step,
            root,
            JSON.stringify(remote),
            oid,
            join(temporary.path, 'memory'),
          ]
    found.push(await runMeasured(command, { folder: root, env }))
  }
  return found
}
