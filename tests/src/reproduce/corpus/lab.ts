import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { copyFile, mkdir, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Place, RunSettings } from '../place.ts'

const programs = join(import.meta.dirname, 'programs')
const exec = promisify(execFile)

export interface Lab {
  readonly place: Place
  /** A Python with numpy, scikit-learn and onnxruntime. */
  readonly science: string
  /** A Python with the client of MLflow. */
  readonly mlflow: string
  /** A Python of another version than `python3`. */
  readonly otherPython: string
  /** A fresh work folder with programs of `programs/` and these files. */
  makeWork(files: Readonly<Record<string, string>>, ...copied: readonly string[]): Promise<string>
  /** As {@link makeWork}, as a repository with everything committed. */
  makeRepository(files: Readonly<Record<string, string>>, ...copied: readonly string[]): Promise<string>
  run(folder: string, argv: readonly string[], settings?: RunSettings): Promise<string>
  /** A virtual environment of its own; the path of its Python. */
  makeVirtualEnvironment(folder: string, python?: string): Promise<string>
  /** Puts a package of one module into a virtual environment, as an installer would. */
  installPackage(python: string, content: PackageContent): Promise<void>
  /** Installs a package of a package index into a virtual environment. */
  installFromIndex(python: string, requirement: string): Promise<void>
}

interface PackageContent {
  readonly name: string
  readonly version: string
  readonly source: string
}

export function createLab(place: Place, pythons: Pick<Lab, 'science' | 'mlflow' | 'otherPython'>): Lab {
  const makeWork: Lab['makeWork'] = async (files, ...copied) => {
    const folder = await place.makeWork(files)
    for (const name of copied) await copyFile(join(programs, name), join(folder, name))
    return folder
  }
  return {
    place,
    ...pythons,
    makeWork,
    makeRepository: async (files, ...copied) => {
      const folder = await makeWork(files, ...copied)
      await git(folder, 'init', '--quiet')
      await commit(folder)
      return folder
    },
    run: (folder, argv, settings) => place.run(folder, argv, settings),
    makeVirtualEnvironment: async (folder, python = 'python3') => {
      const home = join(place.folder, folder)
      await exec(python, ['-m', 'venv', '--without-pip', home])
      return join(home, 'bin', 'python')
    },
    installFromIndex: async (python, requirement) => {
      await exec('python3', ['-m', 'pip', '--quiet', '--disable-pip-version-check', '--python', python, 'install', requirement])
    },
    installPackage: async (python, { name, version, source }) => {
      const site = await findSitePackages(python)
      for (const old of await readdir(site)) {
        if (old.startsWith(`${name}-`)) await exec('rm', ['-r', join(site, old)])
      }
      const info = join(site, `${name}-${version}.dist-info`)
      await mkdir(info)
      await writeFile(join(site, `${name}.py`), source)
      const metadata = `Metadata-Version: 2.1\nName: ${name}\nVersion: ${version}\n`
      await writeFile(join(info, 'METADATA'), metadata)
      const lines = [
        recordLine(`${name}.py`, source),
        recordLine(`${name}-${version}.dist-info/METADATA`, metadata),
        `${name}-${version}.dist-info/RECORD,,`,
      ]
      await writeFile(join(info, 'RECORD'), `${lines.join('\n')}\n`)
    },
  }
}

/** Where a Python keeps its packages. */
export async function findSitePackages(python: string): Promise<string> {
  const { stdout } = await exec(python, ['-c', "import sysconfig; print(sysconfig.get_path('purelib'))"])
  return stdout.trim()
}

export async function git(folder: string, ...args: readonly string[]): Promise<void> {
  await exec('git', ['-c', 'user.name=Test', '-c', 'user.email=test@example.com', '-C', folder, ...args])
}

export async function commit(folder: string): Promise<void> {
  await git(folder, 'add', '--all')
  await git(folder, 'commit', '--quiet', '--message', 'as it is')
}

function recordLine(path: string, content: string): string {
  return `${path},sha256=${createHash('sha256').update(content).digest('base64url')},${Buffer.byteLength(content)}`
}
