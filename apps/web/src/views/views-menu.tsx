import { limits, type View } from '@reprise/protocol'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { canEdit, client } from '../server/client.ts'
import { useActions } from '../shell/actions.ts'
import { copyText } from '../shell/copy-text.ts'
import { Menu, type MenuItem } from '../shell/menu.tsx'
import { tell } from '../shell/messages.tsx'
import { NameDialog } from '../shell/name-dialog.tsx'
import page from '../shell/page.module.css'
import { changeView, deleteView } from './edit-views.ts'
import { isSameQuery } from './same-query.ts'
import { type ViewedPage, viewsQuery } from './views-query.ts'

interface Props {
  readonly page: ViewedPage
  /** Whose page it is. */
  readonly experimentId?: string
  /** What the page shows, as its query string. */
  readonly query: string
  /** The id of the view that was opened. */
  readonly opened: string | undefined
  /** The id of the view that is shown to who comes without one; absent where a page has none. */
  readonly byDefault?: string | undefined
  readonly onDefault?: (viewId: string | undefined) => void
  readonly onOpen: (query: string, viewId: string | undefined) => void
}

const nameOfView = { label: 'Name of the view', most: limits.viewNameLength, verb: 'Save' } as const

/** The views that were saved of a page: opened, changed, named, and made the first that is seen. */
export function ViewsMenu({ page: viewed, experimentId, query, opened, byDefault, onDefault, onOpen }: Props) {
  const queries = useQueryClient()
  const { data: views = [] } = useQuery(viewsQuery(viewed, experimentId))
  const [asks, setAsks] = useState<'save' | 'rename'>()
  const current = views.find(({ view_id }) => view_id === opened)
  const isChanged = current !== undefined && !isSameQuery(current.query ?? '', query)
  const open = (view: View) => onOpen(view.query ?? '', view.view_id)
  const list = views.map((view): MenuItem => ({
    title: view.name,
    isChosen: view === current,
    act: () => open(view),
    ...(view.view_id === byDefault ? { note: 'by default' } : {}),
  }))
  const ofCurrent =
    current === undefined
      ? []
      : [
          { title: `Save the changes to ${current.name}`, isDisabled: !isChanged, act: () => void changeView(queries, current, { query }) },
          { title: `Back to ${current.name} as saved`, isDisabled: !isChanged, act: () => open(current) },
          { title: `Rename ${current.name}…`, act: () => setAsks('rename') },
          { title: `Delete ${current.name}`, act: () => void deleteView(queries, current) },
          ...(onDefault === undefined ? [] : [defaultItem(current, byDefault, onDefault)]),
        ]
  const sections = [
    list,
    canEdit ? [{ title: 'Save as a new view…', act: () => setAsks('save') }] : [],
    canEdit ? ofCurrent : [],
    [{ title: 'Copy a link to this view', act: () => copyText(location.href, 'The link') }],
  ]
  useActions(
    'Views',
    sections.flat().flatMap(({ title, isDisabled, act }) => (isDisabled === true ? [] : [{ title, act }])),
  )
  return (
    <>
      <Menu label={current === undefined ? 'Views' : `View ${current.name}`} className={page['button']} sections={sections}>
        {current === undefined ? 'Views' : `View ${current.name}`}
        {isChanged ? <span title="with changes that are not saved"> •</span> : null}
      </Menu>
      {asks === 'save' ? (
        <NameDialog
          {...nameOfView}
          title="Save as a new view"
          onClose={() => setAsks(undefined)}
          onKeep={async (name) => {
            const of = experimentId === undefined ? {} : { experiment_id: experimentId }
            const { view } = await client.createView({ page: viewed, ...of, name, query })
            await queries.invalidateQueries({ queryKey: ['views'] })
            open(view)
            tell(`The view ${name} is saved, for everybody.`)
          }}
        />
      ) : null}
      {asks === 'rename' && current !== undefined ? (
        <NameDialog
          {...nameOfView}
          title={`Rename ${current.name}`}
          name={current.name}
          onClose={() => setAsks(undefined)}
          onKeep={async (name) => {
            await client.updateView({ view_id: current.view_id, name, last_update_time: current.last_update_time })
            await queries.invalidateQueries({ queryKey: ['views'] })
          }}
        />
      ) : null}
    </>
  )
}

function defaultItem({ view_id, name }: View, byDefault: string | undefined, onDefault: (viewId: string | undefined) => void): MenuItem {
  return view_id === byDefault
    ? { title: `Do not show ${name} by default`, act: () => onDefault(undefined) }
    : { title: `Show ${name} by default here`, act: () => onDefault(view_id) }
}
