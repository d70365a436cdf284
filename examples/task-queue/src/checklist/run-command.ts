import { execFile } from 'node:child_process'
import { accessSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { exampleFolder } from '../settings.ts'

/** Runs `reprise` in the folder of the example; what it printed. Rejects with its words when it fails. */
export function runReprise(args: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(process.execPath, [findReprise(exampleFolder), ...args], { cwd: exampleFolder }, (error, stdout, stderr) => {
      if (error === null) resolve(stdout)
      else reject(new Error(`reprise ${args.join(' ')} failed: ${stderr.trim() || error.message}`, { cause: error }))
    })
  })
}

/** As npm installs it, here or in a folder above. */
function findReprise(folder: string): string {
  const program = join(folder, 'node_modules', '@reprise', 'cli', 'bin', 'reprise.mjs')
  try {
    accessSync(program)
    return program
  } catch {
    if (dirname(folder) === folder) throw new Error('The command `reprise` is not installed: npm install @reprise/cli')
    return findReprise(dirname(folder))
  }
}
