import { Link as RouterLink } from '@tanstack/react-router'
import type { ComponentType, ReactNode } from 'react'
import { still } from './read-still.ts'

interface Props {
  readonly to: string
  readonly params?: { readonly run?: string }
  readonly children?: ReactNode
  readonly className?: string
}

/** Types of addresses are checked where links are written; these only pass through. */
const AnyLink = RouterLink as unknown as ComponentType<Props>

/** Pages that a still has are linked; what stands on a link to another is text, and one that says no more than where it leads is left out. */
export function Link(props: Props) {
  if (isHere(props)) return <AnyLink {...props} />
  if (props.to === '/lineage') return null
  return <span className={props.className}>{props.children}</span>
}

function isHere({ to, params }: Props): boolean {
  if (to === '/compare') return still.runs.length > 1
  return to.startsWith('/r/') && still.runs.some(({ info }) => info.run_id === params?.run)
}
