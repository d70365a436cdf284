import { useNavigate } from '@tanstack/react-router'
import { parsePlain, printPlain } from '../values/query-string.ts'
import { ViewsMenu } from '../views/views-menu.tsx'
import { type CompareView, readCompareView } from './view.ts'

/** The comparisons that were saved. */
export function CompareViews({ view }: { readonly view: CompareView }) {
  const navigate = useNavigate()
  const { view: opened, ...shown } = view
  return (
    <ViewsMenu
      page="compare"
      query={printPlain(shown).slice(1)}
      opened={opened}
      onOpen={(query, viewId) =>
        void navigate({
          to: '/compare',
          search: { ...readCompareView(parsePlain(query)), ...(viewId === undefined ? {} : { view: viewId }) },
        })
      }
    />
  )
}
