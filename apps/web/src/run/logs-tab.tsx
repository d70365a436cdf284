import { queryOptions, useQuery } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { errorText } from '../shell/error-text.ts'
import page from '../shell/page.module.css'
import { hasArtifact, readBeginning } from './artifact-text.ts'
import styles from './run-page.module.css'
import type { TabProps } from './run-page.tsx'
import { Choices } from '../shell/choices.tsx'

const MOST_BYTES = 4 * 1_024 * 1_024
/** How often the output of a run that goes on is read again. */
const FOLLOW_MILLISECONDS = 2_000
const streams = {
  stdout: { label: 'Output', path: 'logs/stdout.txt' },
  stderr: { label: 'Errors', path: 'logs/stderr.txt' },
} as const

const choices = [
  ['stdout', streams.stdout.label],
  ['stderr', streams.stderr.label],
] as const

/** What the command wrote. While it runs, the page follows it. */
export function LogsTab({ run }: TabProps) {
  const [name, setName] = useState<keyof typeof streams>('stdout')
  const isRunning = run.info.status === 'RUNNING'
  const query = logQuery(run.info.artifact_uri ?? '', streams[name].path)
  const { data, error } = useQuery({ ...query, refetchInterval: isRunning ? FOLLOW_MILLISECONDS : false })
  return (
    <>
      <div style={{ marginBottom: 8 }}>
        <Choices label="Streams" choices={choices} chosen={name} onChoose={setName} />
      </div>
      {error === null ? null : <p role="alert">{errorText(error)}</p>}
      {data === null ? <Absence /> : <Log text={data?.text ?? ''} isCut={data?.isCut === true} isFollowed={isRunning} />}
    </>
  )
}

/** The beginning of a log; null where nothing was kept. */
function logQuery(artifactUri: string, path: string) {
  return queryOptions({
    queryKey: ['artifacts', artifactUri, path, 'log'],
    queryFn: async ({ signal }) =>
      (await hasArtifact(artifactUri, path, signal)) ? await readBeginning(artifactUri, path, { most: MOST_BYTES, signal }) : null,
  })
}

function Absence() {
  return (
    <p className={page['soft']}>
      Nothing was kept. What a program prints is kept when it is run with <code>reprise run -- COMMAND</code>.
    </p>
  )
}

interface LogProps {
  readonly text: string
  readonly isCut: boolean
  readonly isFollowed: boolean
}

/** Stays at the end while it grows, unless somebody has scrolled up to read. */
function Log({ text, isCut, isFollowed }: LogProps) {
  const place = useRef<HTMLPreElement>(null)
  const isAtEnd = useRef(true)
  useEffect(() => {
    if (isFollowed && isAtEnd.current && place.current !== null) place.current.scrollTop = place.current.scrollHeight
  }, [text, isFollowed])
  return (
    <pre
      ref={place}
      className={styles['log']}
      tabIndex={0}
      aria-label="Log"
      onScroll={({ currentTarget: { scrollTop, scrollHeight, clientHeight } }) => {
        isAtEnd.current = scrollTop + clientHeight > scrollHeight - 8
      }}
    >
      {text}
      {isCut ? '\n… the rest is in the file' : ''}
    </pre>
  )
}
