import { errorText } from '../shell/error-text.ts'
import styles from './runs-page.module.css'

/** What is wrong with a filter: in words, and the place underlined. */
export function FilterProblem({ filter, error }: { readonly filter: string; readonly error: unknown }) {
  const text = errorText(error)
  const at = placeOf(text)
  // The server shows the place by an arrow below the filter: here it is underlined.
  const words = at === undefined ? text : text.replace(/\n.*\n\s*\^ at character \d+/, '')
  const wrong = at === undefined ? '' : (/^(?:[\w.]+|[^\w\s]+|\s+)/.exec(filter.slice(at))?.[0] ?? '')
  return (
    <div role="alert" className={styles['problem']}>
      {at === undefined ? null : (
        <code>
          {filter.slice(0, at)}
          <mark>{wrong === '' ? ' ' : wrong}</mark>
          {filter.slice(at + wrong.length)}
        </code>
      )}
      <p>{words}</p>
    </div>
  )
}

function placeOf(text: string): number | undefined {
  const place = /\^ at character (\d+)/.exec(text)?.[1]
  return place === undefined ? undefined : Number(place) - 1
}
