import { existsSync } from 'node:fs'
import { mkdir, readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { cacheFolder } from '../folders.ts'
import { ensurePython } from '../python/ensure-python.ts'
import { runProgram } from '../python/run-program.ts'
import { withLock } from '../with-lock.ts'

/** OpenSSH's server, with the folder of libraries that came with it, or why there is none. */
export type SshServerBinary =
  | { readonly binary: string; readonly libraries: string; readonly reason?: undefined }
  | { readonly reason: string }

const PACKAGES = ['openssh-server', 'libwrap0']
const DOWNLOAD_TIMEOUT_MS = 300_000

let known: Promise<SshServerBinary> | undefined

/**
 * The `sshd` of this machine; else that of Debian or Ubuntu, unpacked without being installed into `.cache/ssh`, once. Never rejects: what is
 * missing is a `reason`, and then there is the server of asyncssh, which comes from PyPI.
 */
export function ensureOpenSsh(): Promise<SshServerBinary> {
  known ??= findOpenSsh()
  return known
}

/** The library of SSH that DVC uses has a server, too: it takes passwords without being root. */
export function ensureAsyncSsh() {
  return ensurePython(['asyncssh==2.24.1'])
}

async function findOpenSsh(): Promise<SshServerBinary> {
  const installed = ['/usr/sbin/sshd', '/usr/local/sbin/sshd'].find((path) => existsSync(path))
  if (installed !== undefined) return { binary: installed, libraries: '' }
  const folder = join(cacheFolder, 'ssh')
  return withLock(`${folder}.lock`, async () => {
    const found = await findUnpacked(folder)
    if (found !== undefined) return found
    const failure = await unpackPackages(folder)
    return (await findUnpacked(folder)) ?? { reason: `there is no sshd, and none could be unpacked: ${failure ?? 'it does not run'}` }
  })
}

async function findUnpacked(folder: string): Promise<SshServerBinary | undefined> {
  const binary = join(folder, 'root', 'usr', 'sbin', 'sshd')
  if (!existsSync(binary)) return undefined
  const all = await readdir(join(folder, 'root', 'usr', 'lib'), { withFileTypes: true, recursive: true })
  const library = all.find(({ name }) => name.startsWith('libwrap.so'))
  return { binary, libraries: library?.parentPath ?? '' }
}

/** Why it did not go well. */
async function unpackPackages(folder: string): Promise<string | undefined> {
  const unpacking = join(folder, 'unpacking')
  await rm(unpacking, { recursive: true, force: true })
  await mkdir(join(unpacking, 'root'), { recursive: true })
  const inFolder = (script: string) => runProgram('/bin/sh', ['-c', `cd "$0" && ${script}`, unpacking], DOWNLOAD_TIMEOUT_MS)
  const download = `apt-get download -q ${PACKAGES.join(' ')}`
  let { failure } = await inFolder(download)
  // A machine that was just made has no lists of packages.
  const lists = '-o Dir::State::Lists="$PWD/lists" -o Dir::Cache="$PWD/cache"'
  if (failure !== undefined)
    ({ failure } = await inFolder(
      `mkdir -p lists/partial cache && apt-get ${lists} update -qq && apt-get ${lists} download -q ${PACKAGES.join(' ')}`,
    ))
  if (failure === undefined) ({ failure } = await inFolder('for file in *.deb; do dpkg -x "$file" root || exit 1; done'))
  if (failure === undefined) await rename(join(unpacking, 'root'), join(folder, 'root'))
  await rm(unpacking, { recursive: true, force: true })
  return failure
}
