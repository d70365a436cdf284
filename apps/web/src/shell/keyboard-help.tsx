import { useOfferedActions } from './actions.ts'
import { Dialog } from './dialog.tsx'
import { Keys } from './keys.tsx'
import styles from './keyboard-help.module.css'

/** What keys do, wherever one is. */
const always = [
  ['Ctrl K', 'Search and commands'],
  ['Esc', 'Close what is open, leave what is written'],
] as const

/** All keys that do something on the page that is shown. */
export function KeyboardHelp({ onClose }: { readonly onClose: () => void }) {
  return (
    <Dialog title="Keyboard" onClose={onClose}>
      <KeyList />
      <button type="button" className={styles['close']} onClick={({ currentTarget }) => currentTarget.closest('dialog')?.close()}>
        Close
      </button>
    </Dialog>
  )
}

/** The same as a list in a page. */
export function KeyList() {
  const groups = useOfferedActions()
  const listed = groups.map(({ title, actions }) => ({
    title,
    keys: actions.flatMap((action) => (action.keys === undefined ? [] : [[action.keys, action.title] as const])),
  }))
  return (
    <div className={styles['groups']}>
      {[...listed, { title: 'Always', keys: always }]
        .filter(({ keys }) => keys.length > 0)
        .map(({ title, keys }) => (
          <section key={title} aria-label={title}>
            <h3>{title}</h3>
            <dl>
              {keys.map(([key, meaning]) => (
                <div key={key}>
                  <dt>
                    <Keys keys={key} />
                  </dt>
                  <dd>{meaning}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
    </div>
  )
}
