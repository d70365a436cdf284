import type { Experiment } from '@reprise/protocol'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { deleteExperimentTag, setExperimentTag } from '../editing/edit-experiments.ts'
import { parsePlain, printPlain } from '../values/query-string.ts'
import { ViewsMenu } from '../views/views-menu.tsx'
import { viewsQuery } from '../views/views-query.ts'
import { readRunsView, type RunsView } from './view.ts'

/** The tag of an experiment that names the view which is shown to who comes without one. */
const DEFAULT_TAG = 'reprise.defaultView'

interface Props {
  readonly experimentId: string
  readonly experiment: Experiment | undefined
  readonly view: RunsView
}

/** The views that were saved of the runs of an experiment. Who comes to the experiment without one is shown its default. */
export function RunsViews({ experimentId, experiment, view }: Props) {
  const queries = useQueryClient()
  const navigate = useNavigate()
  const byDefault = experiment?.tags.find(({ key }) => key === DEFAULT_TAG)?.value
  const { data: views } = useQuery(viewsQuery('runs', experimentId))
  const open = (query: string, viewId: string | undefined) =>
    void navigate({
      to: '/e/$experiment',
      params: { experiment: experimentId },
      search: { ...readRunsView(parsePlain(query)), ...(viewId === undefined ? {} : { view: viewId }) },
    })
  const arrived = useRef<string>(undefined)
  const first = views?.find(({ view_id }) => view_id === byDefault)
  const isBare = Object.keys(view).length === 0
  useEffect(() => {
    if (views === undefined || experiment === undefined || arrived.current === experimentId) return
    arrived.current = experimentId
    if (!isBare || first === undefined) return
    const search = { ...readRunsView(parsePlain(first.query ?? '')), view: first.view_id }
    void navigate({ to: '/e/$experiment', params: { experiment: experimentId }, search, replace: true })
  }, [views, experiment, experimentId, isBare, first, navigate])
  const { view: opened, ...shown } = view
  return (
    <ViewsMenu
      page="runs"
      experimentId={experimentId}
      query={printPlain(shown).slice(1)}
      opened={opened}
      byDefault={byDefault}
      onDefault={(viewId) =>
        void (viewId === undefined
          ? deleteExperimentTag(queries, experimentId, [DEFAULT_TAG, byDefault ?? ''])
          : setExperimentTag(queries, experimentId, [DEFAULT_TAG, viewId]))
      }
      onOpen={open}
    />
  )
}
