import { existsSync } from 'node:fs'
import { join, relative } from 'node:path'
import { absent, type Collector, noted } from '../collector.ts'

/** Files that packages are installed from, and what reads them. */
const kinds: readonly (readonly [file: string, kind: string])[] = [
  ['requirements.txt', 'requirements'],
  ['requirements.lock', 'requirements'],
  ['requirements-dev.txt', 'requirements'],
  ['constraints.txt', 'requirements'],
  ['pyproject.toml', 'pyproject'],
  ['setup.py', 'setuptools'],
  ['setup.cfg', 'setuptools'],
  ['uv.lock', 'uv'],
  ['pylock.toml', 'pylock'],
  ['poetry.lock', 'poetry'],
  ['pdm.lock', 'pdm'],
  ['Pipfile.lock', 'pipenv'],
  ['environment.yml', 'conda'],
  ['environment.yaml', 'conda'],
  ['conda.yaml', 'conda'],
  ['conda-lock.yml', 'conda'],
  ['pixi.lock', 'pixi'],
  ['package-lock.json', 'npm'],
  ['npm-shrinkwrap.json', 'npm'],
  ['node_modules/.package-lock.json', 'npm-installed'],
  ['pnpm-lock.yaml', 'pnpm'],
  ['yarn.lock', 'yarn'],
  ['bun.lock', 'bun'],
  ['bun.lockb', 'bun'],
  ['renv.lock', 'renv'],
  ['DESCRIPTION', 'r'],
  ['Manifest.toml', 'julia'],
  ['Dockerfile', 'docker'],
]

/** Lock files beside the command and at the root of the code; their bytes are in the code. */
export const lockFiles: Collector = {
  items: ['lock_files'],
  isQuick: true,
  limit: 1_000,
  collect: ({ folder, root }) => {
    const folders = [...new Set([root, folder])]
    const found = folders.flatMap((place) =>
      kinds.flatMap(([name, kind]) => (existsSync(join(place, name)) ? [{ path: relative(root, join(place, name)), kind }] : [])),
    )
    const state =
      found.length === 0
        ? absent('None lies in the working folder or at the root of the code.')
        : noted(found.map(({ path }) => path).join(', '))
    return { items: { lock_files: state }, lock_files: found }
  },
}
