import { execFile } from 'node:child_process'

/** A program that keeps data in DVC's formats. */
export interface Tool {
  run(folder: string, args: readonly string[], env?: Readonly<Record<string, string>>): Promise<Ended>
  /** Rejects when the commands fail for another reason than the last one's exit code. */
  shell(folder: string, commands: string): Promise<void>
}

interface Ended {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

/** What of the environment the work of both tools and of git depends on; commits of the same trees are the same. */
export const constant = {
  PYTHONHASHSEED: '0',
  DVC_NO_ANALYTICS: '1',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_AUTHOR_DATE: '2026-01-01T00:00:00Z',
  GIT_COMMITTER_DATE: '2026-01-01T00:00:00Z',
  GIT_AUTHOR_NAME: 'Test',
  GIT_AUTHOR_EMAIL: 'test@example.com',
  GIT_COMMITTER_NAME: 'Test',
  GIT_COMMITTER_EMAIL: 'test@example.com',
}

/** @param command the program and its first arguments */
export function createTool([program = '', ...first]: readonly string[], env: Readonly<Record<string, string | undefined>>): Tool {
  const run = (file: string, args: readonly string[], folder: string): Promise<Ended> =>
    new Promise((resolve) => {
      const options = { cwd: folder, env: { ...env, ...constant }, maxBuffer: 2 ** 26 }
      const child = execFile(file, args, options, (error, stdout, stderr) =>
        resolve({ code: error === null ? 0 : typeof error.code === 'number' ? error.code : 1, stdout, stderr }),
      )
      child.stdin?.end()
    })
  return {
    run: (folder, args) => run(program, [...first, ...args], folder),
    shell: async (folder, commands) => {
      await run('/bin/sh', ['-c', commands], folder)
    },
  }
}
