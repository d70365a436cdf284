import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const run = promisify(execFile)
/** Commits of a program need an author, whatever the machine's settings are. */
const AUTHOR = ['-c', 'user.name=Procedures', '-c', 'user.email=procedures@localhost', '-c', 'commit.gpgsign=false']

/** Runs git in a repository and returns what it prints. Rejects with what it says when it fails. */
export async function git(repository: string, ...args: readonly string[]): Promise<string> {
  try {
    const { stdout } = await run('git', [...AUTHOR, ...args], { cwd: repository, maxBuffer: 64 * 1024 * 1024 })
    return stdout
  } catch (cause) {
    const { stderr = '', stdout = '' } = cause as { stderr?: string; stdout?: string }
    throw new Error(`git ${args[0]} failed: ${(stderr.trim() || stdout.trim()).split('\n')[0]}`, { cause })
  }
}
