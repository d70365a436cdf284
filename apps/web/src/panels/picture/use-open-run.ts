import { useNavigate } from '@tanstack/react-router'

/** Goes to the page of a run. */
export function useOpenRun(): (runId: string) => void {
  const navigate = useNavigate()
  return (run) => void navigate({ to: '/r/$run/$tab', params: { run, tab: 'overview' } })
}
