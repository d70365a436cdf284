import { startMlflowServer } from '@reprise/testing'
import { describeClient, FULL_CLIENT } from './describe-client.ts'

await describeClient('the real server, which shows that the programs ask for what MLflow does', {
  set: 'mlflow-3',
  programs: FULL_CLIENT,
  start: (python) => startMlflowServer({ python }),
})
