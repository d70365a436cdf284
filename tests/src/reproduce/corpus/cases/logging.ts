import { forget } from '../../place.ts'
import type { Case } from '../case.ts'

const train = `
import os, random, time
import mlflow
random.seed(os.environ.get('WHICH_SEED', 'none'))
started = time.perf_counter()
mlflow.log_params({'lr': 0.1, 'steps': 5, 'folder': os.getcwd()})
weight = random.random()
for step in range(5):
    weight -= 0.1 * weight
    mlflow.log_metric('loss', weight * weight, step=step)
mlflow.log_metrics({'diverged': float('nan'), 'epoch_time': time.perf_counter() - started})
mlflow.log_dict({'weight': weight}, 'model/weights.json')
`
const survival = `
import os
import mlflow
mlflow.log_metric('survival_time', 132.5 if os.environ.get('ARM') == 'treated' else 117.25)
mlflow.log_metric('acc', 0.5)
`

/** Programs that log with the client of MLflow, as they stand. */
export const loggingCases: readonly Case[] = [
  {
    name: 'a training that logs with mlflow, whose folder is gone',
    needs: 'mlflow',
    plant: async (lab) => {
      const folder = await lab.makeWork({ 'train.py': train })
      const run = await lab.run(folder, [lab.mlflow, 'train.py'])
      await forget(folder)
      return { run }
    },
    // The folder is another one, and one of the params.
    expected: { verdict: 'WITHIN_TOLERANCE', kind: 'numeric' },
  },
  {
    name: 'a training whose seed is in a variable that is not recorded',
    needs: 'mlflow',
    plant: async (lab) => {
      const folder = await lab.makeWork({
        'train.py': train.replace("os.environ.get('WHICH_SEED', 'none')", "os.environ.get('DRAW', 'none')"),
      })
      return { run: await lab.run(folder, [lab.mlflow, 'train.py'], { env: { DRAW: 'first' } }), env: { DRAW: 'second' } }
    },
    expected: { verdict: 'DIVERGED', kind: 'systematic', cause: 'environment', subject: /DRAW/ },
  },
  {
    name: 'a metric that is a time, and a result',
    needs: 'mlflow',
    plant: async (lab) => {
      const folder = await lab.makeWork({ 's.py': survival })
      return { run: await lab.run(folder, [lab.mlflow, 's.py'], { env: { ARM: 'treated' } }), env: { ARM: 'other' } }
    },
    expected: { verdict: 'DIVERGED', kind: 'systematic', cause: 'environment', subject: /ARM/ },
  },
]
