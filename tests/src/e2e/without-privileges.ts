import { spawnSync } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { repositoryFolder } from '@reprise/testing'

/** How a program is started that must heed the permissions of files, whoever runs the tests. */
export interface WithoutPrivileges {
  /** The words before its command. */
  readonly within: readonly string[]
}

/** Whoever is not root has none to give up. Root keeps its files, and loses the right to pass over permissions. */
const means: readonly (readonly string[])[] = [
  [],
  ['setpriv', '--inh-caps=-all', '--bounding-set=-all'],
  ['unshare', '--user', '--map-root-user', 'setpriv', '--inh-caps=-all', '--bounding-set=-all'],
]

/** The first means that works here, or the reason why none does, in the form that `requirePart` takes. */
export function findWithoutPrivileges(): WithoutPrivileges & { readonly reason?: string } {
  const folder = mkdtempSync(join(tmpdir(), 'reprise-closed-'))
  chmodSync(folder, 0o555)
  const within = means.find((words) => isRefused(words, join(folder, `by-${words.length}-words`)))
  rmSync(folder, { recursive: true, force: true })
  return within === undefined ? { within: [], reason: 'root can not give up its privileges (setpriv of util-linux)' } : { within }
}

/** It must still be able to read the program that is to be tested. */
function isRefused(within: readonly string[], file: string): boolean {
  const script = `import { accessSync, writeFileSync } from 'node:fs'
accessSync(process.argv[1])
try { writeFileSync(process.argv[2], '') } catch (error) { process.exitCode = error.code === 'EACCES' ? 9 : 1 }`
  const [command, ...words] = [...within, process.execPath, '--input-type=module', '-e', script, repositoryFolder, file]
  return spawnSync(command, words).status === 9
}
