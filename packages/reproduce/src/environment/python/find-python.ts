import { readdir } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { findProgram } from '@reprise/capture'
import { runTool, type ToolOptions } from '../run-tool.ts'

export interface FoundPython {
  readonly file: string
  /** As it says itself: 3.11.7. */
  readonly version: string
}

/** An interpreter of exactly that version where pyenv, uv, the system or PATH have one; else the nearest: the same minor version, any version 3. */
export async function findPython(version: string, options: ToolOptions): Promise<FoundPython | undefined> {
  const minor = version.split('.').slice(0, 2).join('.')
  let nearest: FoundPython | undefined
  for (const file of await listCandidates(version, minor, options)) {
    const found = await askVersion(file, options)
    if (found === version) return { file, version }
    if (found === undefined) continue
    if (nearest === undefined || (!nearest.version.startsWith(`${minor}.`) && found.startsWith(`${minor}.`)))
      nearest = { file, version: found }
  }
  return nearest
}

async function listCandidates(version: string, minor: string, { env, folder }: ToolOptions): Promise<string[]> {
  const home = env['HOME'] ?? homedir()
  const pyenv = env['PYENV_ROOT'] ?? join(home, '.pyenv')
  const uv = env['UV_PYTHON_INSTALL_DIR'] ?? join(env['XDG_DATA_HOME'] ?? join(home, '.local', 'share'), 'uv', 'python')
  const ofUv = (await readdir(uv).catch(() => [])).filter((name) => name.startsWith(`cpython-${version}-`)).map((name) => join(uv, name))
  const folders = [join(pyenv, 'versions', version), ...ofUv, '/usr', '/usr/local'].map((each) => join(each, 'bin'))
  const onPath = [`python${minor}`, 'python3', 'python'].map((name) => findProgram(name, { path: env['PATH'], folder }).path)
  return [...folders.map((each) => join(each, `python${minor}`)), ...onPath.filter((path) => path !== undefined)]
}

async function askVersion(file: string, options: ToolOptions): Promise<string | undefined> {
  const { isDone, said } = await runTool([file, '-I', '-c', 'import platform; print(platform.python_version())'], options)
  return isDone ? /\d+\.\d+\.\d+\S*$/.exec(said)?.[0] : undefined
}
