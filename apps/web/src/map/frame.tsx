import { useQuery } from '@tanstack/react-query'
import { Link, Outlet, useNavigate } from '@tanstack/react-router'
import { lazy, Suspense, useEffect, useRef, useState } from 'react'
import { serverQuery } from '../server/queries.ts'
import { chooseTheme } from '../theme/theme.ts'
import { useActions } from '../shell/actions.ts'
import { Gear, Glass } from '../shell/icons.tsx'
import { KeyboardHelp } from '../shell/keyboard-help.tsx'
import { Keys } from '../shell/keys.tsx'
import { Mark } from '../shell/mark.tsx'
import { Messages } from '../shell/messages.tsx'
import { places } from '../shell/places.ts'
import styles from '../shell/shell.module.css'
import { ThemeMenu } from '../shell/theme-menu.tsx'
import { useActionKeys } from '../shell/use-action-keys.ts'
import { usePageFocus } from '../shell/use-page-focus.ts'

const Palette = lazy(async () => ({ default: (await import('../palette/palette.tsx')).Palette }))

/** What stands around every page: where one can go, what can be done, day or night. */
export function Frame() {
  const [open, setOpen] = useState<'help' | 'palette'>()
  const content = useRef<HTMLElement>(null)
  const close = () => setOpen(undefined)
  useActionKeys()
  usePageFocus(content)
  usePaletteKey(() => setOpen((before) => (before === 'palette' ? undefined : 'palette')))
  useGlobalActions(() => setOpen('help'))
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
          {places.map(({ to, label, isInBar }) =>
            isInBar ? (
              <Link key={to} to={to} activeOptions={{ exact: to === '/' }} activeProps={{ className: styles['current'] ?? '' }}>
                {label}
              </Link>
            ) : null,
          )}
        </nav>
        <div className={styles['tools']}>
          <ServerState />
          <button type="button" className={styles['search']} onClick={() => setOpen('palette')}>
            <Glass />
            <span>Search and commands</span>
            <span aria-hidden="true">
              <Keys keys="Ctrl K" />
            </span>
          </button>
          <ThemeMenu className={styles['icon']} />
          <Link to="/settings" className={styles['icon']} aria-label="Settings" title="Settings">
            <Gear />
          </Link>
          <button type="button" className={styles['icon']} aria-label="Keyboard shortcuts" onClick={() => setOpen('help')}>
            ?
          </button>
        </div>
      </header>
      <main ref={content} id="content" className={styles['content']} tabIndex={-1}>
        <Outlet />
      </main>
      {open === 'help' ? <KeyboardHelp onClose={close} /> : null}
      {open === 'palette' ? (
        <Suspense>
          <Palette onClose={close} />
        </Suspense>
      ) : null}
      <Messages />
    </div>
  )
}

function useGlobalActions(showHelp: () => void): void {
  const navigate = useNavigate()
  useActions('Theme', [
    { title: 'Theme: light', act: () => chooseTheme('light') },
    { title: 'Theme: dark', act: () => chooseTheme('dark') },
    { title: 'Theme: as the machine', act: () => chooseTheme('system') },
  ])
  useActions(
    'Go to',
    places.map(({ to, label, keys }) => ({ title: label, keys, act: () => void navigate({ to }) })),
  )
  useActions('Help', [{ title: 'Keyboard shortcuts', keys: '?', act: showHelp }])
}

/** Works while somebody writes, too: it writes nothing. */
function usePaletteKey(toggle: () => void): void {
  const latest = useRef(toggle)
  useEffect(() => {
    latest.current = toggle
  })
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return
      event.preventDefault()
      latest.current()
    }
    window.addEventListener('keydown', listen)
    return () => window.removeEventListener('keydown', listen)
  }, [])
}

function ServerState() {
  const { isError } = useQuery({ ...serverQuery(), refetchInterval: 15_000, staleTime: 0 })
  if (!isError) return null
  return (
    <span role="alert" className={styles['away']}>
      The server does not answer
    </span>
  )
}
