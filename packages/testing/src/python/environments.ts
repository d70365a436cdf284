/**
 * The Python sets that tests run against: the last 2.x and a current 3.x of MLflow, as users install them. `skinny` is the client
 * alone; the full package also has the server, scikit-learn and pandas. `mlflow-3-s3` can go to S3 past the server, `dvc` is what data and pipelines are compared with,
 * `dvc-remotes` the same with the libraries of more remotes, `science` what
 * programs compute with, `tensorboard` what reads their events.
 */
export const pythonSets = {
  'mlflow-2-skinny': ['mlflow-skinny==2.22.5'],
  'mlflow-2': ['mlflow==2.22.5', 'setuptools<81'],
  'mlflow-3-skinny': ['mlflow-skinny==3.17.2'],
  'mlflow-3': ['mlflow==3.17.2'],
  'mlflow-3-s3': ['mlflow-skinny==3.17.2', 'boto3==1.43.11'],
  dvc: ['dvc[s3]==3.67.1'],
  'dvc-remotes': ['dvc[ssh,gs,azure,webdav]==3.67.1'],
  science: ['numpy==2.2.6', 'scikit-learn==1.7.2', 'onnxruntime==1.22.1'],
  tensorboard: ['tensorboard==2.21.0'],
} as const satisfies Record<string, readonly string[]>

export type PythonSet = keyof typeof pythonSets
