import { stillLimits } from '@reprise/protocol'
import { lazy, Suspense, useState } from 'react'
import { stillAddress } from '../server/client.ts'
import { useActions } from '../shell/actions.ts'
import { Out } from '../shell/icons.tsx'
import { Menu } from '../shell/menu.tsx'
import page from '../shell/page.module.css'

const ShareDialog = lazy(async () => ({ default: (await import('./share-dialog.tsx')).ShareDialog }))

interface Props {
  /** What is shown, in its order. */
  readonly runIds: readonly string[]
  readonly baseline?: string | undefined
}

/** How to show runs to somebody who does not come here: in a file, or under a link. */
export function ShareMenu({ runIds, baseline }: Props) {
  const [isOpen, setOpen] = useState(false)
  const isTooMuch = runIds.length > stillLimits.runs
  const note = isTooMuch ? { note: `at most ${stillLimits.runs} runs` } : {}
  const items = [
    { title: 'Export to one file', act: () => download(stillAddress(runIds, baseline)), isDisabled: isTooMuch, ...note },
    { title: 'Share by a link…', act: () => setOpen(true), isDisabled: isTooMuch, ...note },
  ]
  useActions('Sharing', isTooMuch ? [] : items.map(({ title, act }) => ({ title, act })))
  return (
    <>
      <Menu label="Share or export" className={page['button']} sections={[items]}>
        <Out /> Share
      </Menu>
      {isOpen ? (
        <Suspense>
          <ShareDialog runIds={runIds} baseline={baseline} onClose={() => setOpen(false)} />
        </Suspense>
      ) : null}
    </>
  )
}

/** The server names the file. */
function download(address: string): void {
  const link = document.createElement('a')
  link.href = address
  link.download = ''
  link.click()
}
