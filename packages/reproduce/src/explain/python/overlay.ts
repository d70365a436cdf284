import { execFile } from 'node:child_process'
import { copyFile, mkdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { findProgram } from '@reprise/capture'
import type { RecordedPackage } from '@reprise/protocol'
import { runTool } from '../../environment/run-tool.ts'
import type { RestoreContext } from '../../restore/context.ts'
import { captureAt } from './capture-at.ts'

export interface OverlayRequest {
  readonly wanted: RecordedPackage
  /** The Python that is to use it. */
  readonly program: string
  /** A Python that may still have it, as recorded and for the same version of Python. */
  readonly owner: string | undefined
  /** A fresh folder. */
  readonly target: string
  /** A folder to work in. */
  readonly folder: string
}

/**
 * Puts one package, without what it depends on, into a folder that goes before the packages of an environment: the rest of that stays as it
 * is, edits included. From where it still is as recorded, else by uv or pip. Why not, if that is not possible.
 */
export async function installPackage(request: OverlayRequest, context: RestoreContext): Promise<string | undefined> {
  const { wanted, owner, target, folder } = request
  await mkdir(target, { recursive: true })
  if (owner !== undefined && (await isStill(wanted, owner, { folder, context })) && (await copyPackage(wanted.name, owner, target))) {
    return undefined
  }
  if (wanted.edited.length > 0)
    return `${wanted.name} was edited where it was installed (${wanted.edited[0] ?? ''}), and is no longer there`
  const said = await installFromIndex(request, context)
  return said === undefined ? undefined : `${wanted.name} ${wanted.version} can not be installed: ${said}`
}

async function isStill(
  wanted: RecordedPackage,
  owner: string,
  { folder, context }: { readonly folder: string; readonly context: RestoreContext },
): Promise<boolean> {
  const { packages } = await captureAt(owner, folder, context)
  const found = packages.find(({ ecosystem, name }) => ecosystem === wanted.ecosystem && name === wanted.name)
  return (
    found !== undefined &&
    found.version === wanted.version &&
    found.fingerprint === wanted.fingerprint &&
    found.edited.join() === wanted.edited.join()
  )
}

const listing = `
import importlib.metadata, json, sys
found = importlib.metadata.distribution(sys.argv[1])
names = [str(name) for name in found.files or [] if not str(name).startswith(('..', '/'))]
print(json.dumps({'names': names, 'base': str(found.locate_file(''))}))
`

/** Copies what its list of files names; false where it has none. */
async function copyPackage(name: string, owner: string, target: string): Promise<boolean> {
  try {
    const { stdout } = await promisify(execFile)(owner, ['-I', '-c', listing, name], { maxBuffer: 2 ** 26 })
    const { names, base } = JSON.parse(stdout) as { names: string[]; base: string }
    for (const path of names.filter((file) => !file.endsWith('.pyc'))) {
      await mkdir(dirname(join(target, path)), { recursive: true })
      await copyFile(join(base, path), join(target, path))
    }
    return names.length > 0
  } catch {
    return false
  }
}

async function installFromIndex(
  { wanted, program, target, folder }: OverlayRequest,
  { env, signal, isOffline }: RestoreContext,
): Promise<string | undefined> {
  const { name, version, source } = wanted
  const isUrl = /^(?:git\+)?https?:/.test(source ?? '')
  if (source !== undefined && !isUrl) return `it came from ${source}`
  const what = isUrl ? `${name} @ ${source ?? ''}` : `${name}==${version}`
  const options = { folder, env, signal }
  const uv = findProgram('uv', { path: env['PATH'], folder }).path
  const links = (env['UV_FIND_LINKS'] ?? env['PIP_FIND_LINKS'] ?? '').split(/\s+/).filter((link) => link !== '')
  const isWithoutIndex = /^(?:1|true|yes)$/i.test(env['PIP_NO_INDEX'] ?? '')
  const ends = []
  if (uv !== undefined) {
    const args = [
      '--python',
      program,
      '--no-deps',
      '--target',
      target,
      ...(isOffline ? ['--offline'] : []),
      ...(isWithoutIndex ? ['--no-index'] : []),
    ]
    ends.push(await runTool([uv, 'pip', 'install', ...args, ...links.flatMap((link) => ['--find-links', link]), what], options))
    if (ends[0]?.isDone === true) return undefined
  }
  const args = ['--no-deps', '--disable-pip-version-check', '--target', target, ...(isOffline ? ['--no-index'] : [])]
  const pip = await runTool([program, '-m', 'pip', 'install', ...args, what], options)
  if (pip.isDone) return undefined
  const { said } = ends[0] ?? pip
  return said.split('\n').findLast((line) => line.trim() !== '') ?? 'it is not said why'
}
