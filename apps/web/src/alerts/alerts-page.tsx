import { Link } from '@tanstack/react-router'
import page from '../shell/page.module.css'
import { useTitle } from '../shell/use-title.ts'

/** What tells people that something has happened: today the hooks. */
export function AlertsPage() {
  useTitle('Alerts')
  return (
    <div className={page['page']}>
      <div className={page['head']}>
        <h1>Alerts</h1>
      </div>
      <section className={page['card']}>
        <p>
          <Link to="/hooks">Hooks</Link> tell an address of what happens to runs: that one has started, ended or failed, or was found not to
          be reproducible. A filter says which runs are meant, in the language of searches.
        </p>
        <p>
          <Link to="/">Home</Link> shows what has failed, and what has stopped reporting.
        </p>
        <p className={page['soft']}>Rules over the values of a metric while it is logged, with messages to people, are not there yet.</p>
      </section>
    </div>
  )
}
