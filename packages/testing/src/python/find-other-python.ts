import { readdir } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { runProgram } from './run-program.ts'

const TIMEOUT_MS = 120_000
const versionOf = 'import sys; print(sys.version_info >= (3, 9), sys.version)'

/** A Python of another version than `python3` on PATH, where this machine has one: the system's beside one of pyenv or uv. */
export async function findOtherPython(): Promise<{ readonly python: string; readonly reason?: undefined } | { readonly reason: string }> {
  const usual = await runProgram('python3', ['-c', versionOf], TIMEOUT_MS)
  for (const python of await listCandidates()) {
    const { stdout, failure } = await runProgram(python, ['-c', versionOf], TIMEOUT_MS)
    if (failure === undefined && stdout.startsWith('True') && stdout !== usual.stdout) return { python }
  }
  return { reason: 'there is only one version of Python' }
}

async function listCandidates(): Promise<string[]> {
  const system = ['/usr/bin/python3', '/usr/local/bin/python3', '/opt/homebrew/bin/python3']
  const homes = [join(homedir(), '.pyenv', 'versions'), join(homedir(), '.local', 'share', 'uv', 'python')]
  const installed = await Promise.all(
    homes.map(async (home) => (await readdir(home).catch((): string[] => [])).map((version) => join(home, version, 'bin', 'python3'))),
  )
  return [...system, ...installed.flat(), '/usr/bin/pypy3']
}
