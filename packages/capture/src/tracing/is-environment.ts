import { homedir, tmpdir } from 'node:os'
import { join, relative, sep } from 'node:path'

const systemFolders = [
  '/proc',
  '/sys',
  '/dev',
  '/usr',
  '/etc',
  '/lib',
  '/lib32',
  '/lib64',
  '/bin',
  '/sbin',
  '/run',
  '/boot',
  '/var/lib',
  '/var/cache',
  '/nix/store',
  '/opt/conda',
]
const packageFolder = /\/(?:site-packages|dist-packages|node_modules|__pycache__|conda-meta|\.git|\.hg|\.svn)(?:\/|$)/
const compiled = /\.py[co]$|\.egg-link$/
const userCaches = [
  '.cache/matplotlib',
  '.config/matplotlib',
  '.config/mlflow',
  '.cache/fontconfig',
  '.cache/pip',
  '.pyenv',
  '.nvm',
  '.rustup',
  '.cargo',
  '.npm',
  '.reprise',
  '.cache/reprise',
]

/** Whether a file belongs to the system, an interpreter or installed packages: then the capture of the environment describes it. */
export function isEnvironment(path: string, prefixes: readonly string[]): boolean {
  if (isPackage(path)) return true
  const caches = userCaches.map((cache) => `${homedir()}/${cache}`)
  return [...systemFolders, ...prefixes, ...caches].some((folder) => isBelow(path, folder))
}

/** Whether a file lies in a folder of packages or of a repository's own, or was compiled from another. */
export function isPackage(path: string): boolean {
  return packageFolder.test(path) || compiled.test(path)
}

/**
 * Whether a path lies in the system's folder for temporary files. Where the work tree itself lies there, what is in the same folder of it is
 * no more temporary than the work.
 */
export function isTemporary(path: string, root = ''): boolean {
  return [tmpdir(), '/tmp', '/var/tmp'].some((folder) => {
    if (!isBelow(path, folder)) return false
    const [own = ''] = isBelow(root, folder) ? relative(folder, root).split(sep) : []
    return own === '' || !isBelow(path, join(folder, own))
  })
}

export function isBelow(path: string, folder: string): boolean {
  return folder !== '' && folder !== sep && (path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep))
}
