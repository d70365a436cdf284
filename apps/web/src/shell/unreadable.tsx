import { RepriseError } from '@reprise/protocol'
import { useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { errorText } from './error-text.ts'
import { Notice } from './notice.tsx'
import page from './page.module.css'

interface Props {
  readonly title: string
  readonly error: unknown
}

/** What stands where something could not be read, and how to go on: what is not there will not be there a second later. */
export function Unreadable({ title, error }: Props) {
  const queries = useQueryClient()
  const isMissing = error instanceof RepriseError && error.status < 500
  return (
    <Notice title={title} text={errorText(error)}>
      {isMissing ? null : (
        <button type="button" className={page['button']} onClick={() => void queries.invalidateQueries()}>
          Try again
        </button>
      )}
      <p>
        <Link to="/">To what is running and what is new</Link>
      </p>
    </Notice>
  )
}
