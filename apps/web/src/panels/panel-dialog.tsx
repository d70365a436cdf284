import { useEffect, useRef, useState } from 'react'
import page from '../shell/page.module.css'
import { FieldSearch } from './field-search.tsx'
import { joinFields, splitFields } from './fields.ts'
import { kindOf, kinds } from './kinds/index.ts'
import styles from './panel-dialog.module.css'
import type { PanelSpec } from './spec.ts'

interface Props {
  readonly experimentIds: readonly string[]
  /** The panel to change; absent: a new one. */
  readonly spec?: PanelSpec | undefined
  readonly onDone: (spec: PanelSpec) => void
  readonly onClose: () => void
}

/** Asks for a kind of chart, and then for what it takes. */
export function PanelDialog({ experimentIds, spec, onDone, onClose }: Props) {
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => dialog.current?.showModal(), [])
  const [name, setName] = useState(spec?.kind ?? 'lines')
  const [chosen, setChosen] = useState<string[][]>(() => splitFields(spec?.fields ?? [], kindOf(spec?.kind ?? 'lines')?.fields ?? []))
  const [title, setTitle] = useState(spec?.options?.['title'] ?? '')
  const kind = kindOf(name)
  const isComplete = kind?.fields.every(({ least }, at) => (chosen[at]?.length ?? 0) >= least) ?? false
  const finish = () => {
    const { title: _, ...options } = spec?.options ?? {}
    const all = { ...options, ...(title.trim() === '' ? {} : { title: title.trim() }) }
    onDone({
      kind: name,
      fields: joinFields(kind?.fields.map((__, at) => chosen[at] ?? []) ?? []),
      ...(spec?.isPinned === true ? { isPinned: true } : {}),
      ...(Object.keys(all).length === 0 ? {} : { options: all }),
    })
  }
  return (
    <dialog ref={dialog} className={styles['dialog']} aria-label={spec === undefined ? 'Add a chart' : 'Edit the chart'} onClose={onClose}>
      <form
        method="dialog"
        onSubmit={(event) => {
          event.preventDefault()
          if (isComplete) finish()
        }}
      >
        <h2>{spec === undefined ? 'Add a chart' : 'Edit the chart'}</h2>
        <div className={styles['kinds']} role="radiogroup" aria-label="Kind of chart">
          {Object.entries(kinds).map(([word, { title: label, purpose }]) => (
            <label key={word} className={styles['kind']}>
              <input
                type="radio"
                name="kind"
                value={word}
                checked={word === name}
                onChange={() => {
                  setName(word)
                  setChosen([])
                }}
              />
              <span>
                <b>{label}</b>
                <span className={page['soft']}>{purpose}</span>
              </span>
            </label>
          ))}
        </div>
        {kind?.fields.map((field, at) => (
          <FieldSearch
            key={`${name} ${field.label}`}
            experimentIds={experimentIds}
            field={field}
            chosen={chosen[at] ?? []}
            onChange={(names) =>
              setChosen(Array.from({ length: kind.fields.length }, (_, other) => (other === at ? names : (chosen[other] ?? []))))
            }
          />
        ))}
        <label className={styles['field']}>
          Title
          <input
            type="text"
            className={page['search']}
            placeholder="What it shows"
            value={title}
            onChange={({ target }) => setTitle(target.value)}
          />
        </label>
        <div className={styles['ends']}>
          <button type="button" className={page['button']} onClick={onClose}>
            Cancel
          </button>
          <button type="submit" className={page['main']} disabled={!isComplete}>
            {spec === undefined ? 'Add' : 'Change'}
          </button>
        </div>
      </form>
    </dialog>
  )
}
