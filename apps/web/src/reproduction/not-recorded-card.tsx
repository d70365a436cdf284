import type { RunRecord } from '@reprise/protocol'
import page from '../shell/page.module.css'

const MOST_FILES = 100

/** What was looked for and not found, or not kept: what a repeat may lack. */
export function NotRecordedCard({ record }: { readonly record: RunRecord }) {
  const missing = record.items.filter(({ status }) => status === 'FAILED' || status === 'TIMED_OUT' || status === 'SKIPPED')
  const files = record.inputs.filter((file) => file.not_kept !== undefined)
  return (
    <section className={page['card']} aria-label="Not recorded">
      <h2>Not recorded</h2>
      {missing.length + files.length === 0 ? <p className={page['soft']}>Everything that was looked for was recorded.</p> : null}
      <dl className={page['pairs']}>
        {missing.map(({ name, detail = '' }) => (
          <Entry key={name} name={name} text={detail} />
        ))}
        {files.slice(0, MOST_FILES).map(({ path, not_kept: why = '' }) => (
          <Entry key={path} name={path} text={why} />
        ))}
      </dl>
      {files.length > MOST_FILES ? <p className={page['soft']}>and {files.length - MOST_FILES} more files</p> : null}
    </section>
  )
}

function Entry({ name, text }: { readonly name: string; readonly text: string }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{text}</dd>
    </>
  )
}
