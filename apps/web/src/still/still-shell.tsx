import { Link, Outlet } from '@tanstack/react-router'
import { tagOf } from '../tags/tag-of.ts'
import { Mark } from '../shell/mark.tsx'
import page from '../shell/page.module.css'
import shell from '../shell/shell.module.css'
import { ThemeMenu } from '../shell/theme-menu.tsx'
import { formatDate } from '../values/format.ts'
import { nameOfRun } from '../values/name-of-run.ts'
import { still } from './read-still.ts'
import styles from './still-shell.module.css'

/** What stands around the pages of a still: that it is one, of when, and what it lacks. */
export function StillShell() {
  return (
    <div className={shell['frame']}>
      <a
        className={shell['skip']}
        href="#content"
        onClick={(event) => {
          // What stands behind the mark is the address of a page here.
          event.preventDefault()
          document.getElementById('content')?.focus()
        }}
      >
        Skip to the content
      </a>
      <header className={shell['bar']}>
        <span className={shell['name']}>
          <Mark /> Reprise
        </span>
        <AllRuns />
        <p className={styles['what']}>
          {describe()} · made {formatDate(still.made)} with Reprise {still.reprise}
        </p>
        <div className={shell['tools']}>
          <ThemeMenu className={shell['icon']} />
        </div>
      </header>
      <main id="content" className={shell['content']} tabIndex={-1}>
        <LeftOut />
        <Outlet />
      </main>
    </div>
  )
}

/** What it is a copy of, and for one run whether that could be reproduced. */
function describe(): string {
  const [first] = still.runs
  if (still.runs.length !== 1 || first === undefined) return `A copy of ${still.runs.length} runs, to be read`
  const verdict = tagOf(first, 'reprise.verdict')
  return `A copy of ${nameOfRun(first.info)}, to be read${verdict === undefined ? '' : ` · ${verdict.toLowerCase().replaceAll('_', ' ')}`}`
}

/** Back from a run to all of them. */
function AllRuns() {
  if (still.runs.length < 2) return null
  const runs = still.runs.map(({ info }) => info.run_id)
  return (
    <nav aria-label="Main" className={shell['places']}>
      <Link
        to="/compare"
        search={{ runs, ...(still.baseline === undefined ? {} : { base: still.baseline }) }}
        activeOptions={{ includeSearch: false }}
        activeProps={{ className: shell['current'] ?? '' }}
      >
        Comparison
      </Link>
    </nav>
  )
}

function LeftOut() {
  if (still.left_out.length === 0) return null
  return (
    <details className={styles['leftOut']}>
      <summary>Not everything is in this page</summary>
      <ul className={page['soft']}>
        {still.left_out.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
    </details>
  )
}
