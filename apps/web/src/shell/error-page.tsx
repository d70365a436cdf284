import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { client } from '../server/client.ts'
import { errorText } from './error-text.ts'
import { Notice } from './notice.tsx'
import page from './page.module.css'
import { isUnloadedPart } from './parts.ts'

/** What stands where a page failed, and how to go on. */
export function ErrorPage({ error }: { readonly error: unknown }) {
  const [isAway, setAway] = useState(false)
  const isUnloaded = isUnloadedPart(error)
  // Loaded again while nobody answers, nothing would be left to look at.
  const loadAgain = () =>
    client.searchExperiments({ max_results: 1 }).then(
      () => location.reload(),
      () => setAway(true),
    )
  return (
    <Notice
      title={isUnloaded ? 'The server did not answer' : 'This page could not be shown'}
      text={isUnloaded ? 'A part of this page did not come: the server is away, or was replaced by another version.' : errorText(error)}
    >
      <button type="button" className={page['button']} onClick={() => void loadAgain()}>
        Load again
      </button>
      {isAway ? <p role="alert">It does not answer yet.</p> : null}
      <p>
        <Link to="/">To what is running and what is new</Link>
      </p>
    </Notice>
  )
}
