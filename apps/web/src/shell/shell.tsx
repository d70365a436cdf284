import { useQuery } from '@tanstack/react-query'
import { Link, Outlet } from '@tanstack/react-router'
import { useState } from 'react'
import { serverQuery } from '../server/queries.ts'
import { chooseTheme, readTheme, type ThemeChoice } from '../theme/theme.ts'
import { KeyboardHelp } from './keyboard-help.tsx'
import styles from './shell.module.css'
import { useShortcuts } from './use-shortcuts.ts'

const places = [
  { to: '/', label: 'Home' },
  { to: '/experiments', label: 'Experiments' },
  { to: '/data', label: 'Data' },
  { to: '/pipelines', label: 'Pipelines' },
  { to: '/lineage', label: 'Lineage' },
  { to: '/hooks', label: 'Hooks' },
] as const

/** What stands around every page: where one can go, which server this is, day or night. */
export function Shell() {
  const [isHelpOpen, setHelpOpen] = useState(false)
  useShortcuts({ '?': () => setHelpOpen((open) => !open) })
  return (
    <div className={styles['frame']}>
      <a className={styles['skip']} href="#content">
        Skip to the content
      </a>
      <header className={styles['bar']}>
        <Link to="/" className={styles['name']}>
          <Mark /> Reprise
        </Link>
        <nav aria-label="Main" className={styles['places']}>
          {places.map(({ to, label }) => (
            <Link key={to} to={to} activeOptions={{ exact: to === '/' }} activeProps={{ className: styles['current'] ?? '' }}>
              {label}
            </Link>
          ))}
        </nav>
        <div className={styles['tools']}>
          <ServerState />
          <ThemeSwitch />
          <button type="button" className={styles['quiet']} aria-label="Keyboard shortcuts" onClick={() => setHelpOpen(true)}>
            ?
          </button>
        </div>
      </header>
      <main id="content" className={styles['content']} tabIndex={-1}>
        <Outlet />
      </main>
      <KeyboardHelp isOpen={isHelpOpen} onClose={() => setHelpOpen(false)} />
    </div>
  )
}

function ServerState() {
  const { data, isError } = useQuery({ ...serverQuery(), refetchInterval: 15_000, staleTime: 0 })
  if (isError) {
    return (
      <span role="alert" className={styles['away']}>
        The server does not answer
      </span>
    )
  }
  return <span className={styles['server']}>{data === undefined ? '' : `${location.host} · ${data}`}</span>
}

function ThemeSwitch() {
  const [choice, setChoice] = useState(readTheme)
  return (
    <select
      aria-label="Theme"
      className={styles['quiet']}
      value={choice}
      onChange={({ target }) => {
        const next = target.value as ThemeChoice
        setChoice(next)
        chooseTheme(next)
      }}
    >
      <option value="system">System theme</option>
      <option value="light">Light</option>
      <option value="dark">Dark</option>
    </select>
  )
}

/** A repeat sign, as in a score: what comes before it is played again. */
function Mark() {
  return (
    <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" fill="currentColor">
      <path d="M10.5 1.5h2.5v13h-2.5zM8.4 1.5h0.9v13h-0.9z" />
      <circle cx="5.2" cy="6" r="1.4" />
      <circle cx="5.2" cy="10" r="1.4" />
    </svg>
  )
}
