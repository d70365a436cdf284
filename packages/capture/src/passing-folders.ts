/** Folders of a work tree that are made again when they are missing, or that runs are logged to: neither code nor results. */
export const passingFolders: readonly string[] =
  'node_modules __pycache__ .mypy_cache .pytest_cache .ruff_cache .ipynb_checkpoints .tox .nox .venv mlruns mlartifacts reprise-data .reprise'.split(
    ' ',
  )
