import { useNavigate, useSearch } from '@tanstack/react-router'
import type { DiffView } from './view.ts'

/** What becomes undefined leaves the address. */
type ViewChange = { readonly [Name in keyof DiffView]?: DiffView[Name] | undefined }

/** What of a difference is looked at, as the address has it, and how to change that. */
export function useDiffView(): readonly [DiffView, (change: ViewChange) => void] {
  const view = useSearch({ from: '/r/$run/$tab' })
  const navigate = useNavigate({ from: '/r/$run/$tab' })
  return [view, (change) => void navigate({ search: (before) => ({ ...before, ...change }) as typeof before, replace: true })]
}
