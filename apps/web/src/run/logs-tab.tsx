import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { artifactAddress } from '../server/client.ts'
import styles from '../files/files.module.css'
import { logsQuery } from '../logs/logs-query.ts'
import { LogView } from '../logs/log-view.tsx'
import { Choices } from '../shell/choices.tsx'
import { errorText } from '../shell/error-text.ts'
import page from '../shell/page.module.css'
import type { TabProps } from './tab-props.ts'

/** How often one looks for logs that a run begins to write. */
const LOOK_MILLISECONDS = 4_000

/** What the command wrote, and other logs among the files. While the run goes on, the page follows them. */
export function LogsTab({ run }: TabProps) {
  const { run_id: runId, artifact_uri: uri = '', status } = run.info
  const isRunning = status === 'RUNNING'
  const { data, error } = useQuery({ ...logsQuery(uri), refetchInterval: isRunning ? LOOK_MILLISECONDS : false })
  const [chosen, setChosen] = useState<string>()
  if (error !== null) return <p role="alert">{errorText(error)}</p>
  if (data === undefined) return <div aria-busy="true" />
  const path = chosen ?? data[0]?.path
  if (path === undefined) return <Absence />
  return (
    <section className={styles['preview']} style={{ height: '100%' }} aria-label="Logs">
      <Choices label="Streams" choices={data.map((log) => [log.path, log.label] as const)} chosen={path} onChoose={setChosen} />
      <LogView key={path} uri={uri} path={path} isFollowed={isRunning} address={artifactAddress(runId, path)} />
    </section>
  )
}

function Absence() {
  return (
    <p className={page['soft']}>
      Nothing was kept. What a program prints is kept when it is run with <code>reprise run -- COMMAND</code>.
    </p>
  )
}
