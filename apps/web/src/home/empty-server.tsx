import { useState } from 'react'
import styles from './home.module.css'
import page from '../shell/page.module.css'
import { copyText } from '../shell/copy-text.ts'
import { useTitle } from '../shell/use-title.ts'
import { Choices } from '../shell/choices.tsx'

const snippets = {
  Python: (url: string) => `import mlflow

mlflow.set_tracking_uri("${url}")
with mlflow.start_run():
    mlflow.log_param("lr", 0.1)
    for step in range(100):
        mlflow.log_metric("loss", 1 / (step + 1), step=step)`,
  TypeScript: (url: string) => `import { startRun } from '@reprise/sdk'

await using run = await startRun({ trackingUri: '${url}' })
run.logParam('lr', 0.1)
for (let step = 0; step < 100; step++) run.logMetric('loss', 1 / (step + 1), { step })`,
  'Any command': (url: string) => `export MLFLOW_TRACKING_URI=${url}
reprise run -- python train.py`,
} as const

const languages = (Object.keys(snippets) as (keyof typeof snippets)[]).map((name) => [name, name] as const)

/** A server without runs says how to log the first one, with its own address, and shows it as soon as it is there. */
export function EmptyServer() {
  const [language, setLanguage] = useState<keyof typeof snippets>('Python')
  useTitle('Home')
  const text = snippets[language](location.origin)
  return (
    <div className={page['page']} style={{ maxWidth: 760 }}>
      <h1>This server waits for its first run</h1>
      <p className={page['soft']}>It appears here by itself. Programs that log to MLflow work as they are: only the address changes.</p>
      <div className={page['bar']}>
        <Choices label="Language" choices={languages} chosen={language} onChoose={setLanguage} />
        <button type="button" className={page['button']} style={{ marginLeft: 'auto' }} onClick={() => copyText(text, 'The program')}>
          Copy
        </button>
      </div>
      <pre style={{ marginTop: 12 }} role="tabpanel" aria-label={language} tabIndex={0}>
        {text}
      </pre>
      <p className={page['soft']} role="status">
        <span aria-hidden="true" className={styles['waiting']} /> Waiting for a run at {location.origin}…
      </p>
      <p className={page['soft']}>
        Or see it with real training at once: <code>reprise demo</code>.{' '}
        <button type="button" className={page['button']} onClick={() => copyText('reprise demo', 'The command')}>
          Copy the command
        </button>
      </p>
    </div>
  )
}
