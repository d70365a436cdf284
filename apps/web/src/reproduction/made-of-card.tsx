import type { Run, RunRecord } from '@reprise/protocol'
import page from '../shell/page.module.css'
import { formatBytes } from '../values/format.ts'
import { findSeeds } from './find-seeds.ts'

/** What the run was made of, in numbers; the pages of code and files have the details. */
export function MadeOfCard({ run, record }: { readonly run: Run; readonly record: RunRecord }) {
  const { environment, inputs, outputs } = record
  const seeds = findSeeds(run, record)
  const used = environment.packages.filter((one) => one.is_used === true).length
  return (
    <section className={page['card']} aria-label="Made of">
      <h2>Made of</h2>
      <dl className={page['pairs']}>
        <dt>Interpreters</dt>
        <dd>{environment.interpreters.map(({ language, version }) => `${language} ${version}`).join(', ') || 'none known'}</dd>
        <dt>Packages</dt>
        <dd>{used === 0 ? environment.packages.length : `${environment.packages.length}, ${used} of them seen in use`}</dd>
        <dt>Variables</dt>
        <dd>{environment.variables.length}</dd>
        <dt>Seeds</dt>
        <dd>{seeds.length === 0 ? 'none named' : seeds.join(', ')}</dd>
        <dt>Files read</dt>
        <dd>{describe(inputs)}</dd>
        <dt>Files made</dt>
        <dd>{describe(outputs)}</dd>
      </dl>
    </section>
  )
}

function describe(files: RunRecord['inputs']): string {
  if (files.length === 0) return 'none'
  const kept = files.filter((file) => file.kept !== undefined).length
  const size = files.reduce((sum, file) => sum + (file.size ?? 0), 0)
  return `${files.length} (${formatBytes(size)}), ${kept === files.length ? 'all' : kept} kept with the run`
}
