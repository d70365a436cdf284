import { existsSync } from 'node:fs'
import { mkdir, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { findProgram } from '@reprise/capture'
import type { RestoreContext } from '../../restore/context.ts'
import type { Installed } from '../installed.ts'
import type { EnvironmentPlan } from '../prepare-environment.ts'
import { runTool, type ToolEnd, type ToolOptions } from '../run-tool.ts'
import { findProject } from './find-project.ts'
import { findInstaller, npmWords, startWords } from './installers.ts'
import { writeSubstitute } from './write-substitute.ts'

const NODE_MODULES = 'node_modules'

/**
 * Installs the packages of Node.js: from the lock file of the project with what wrote it, which holds every package against its hash; where there is
 * none, or its program can not be had, what was installed with npm. Undefined where nothing is to be installed.
 */
export async function installNode(plan: EnvironmentPlan, context: RestoreContext): Promise<Installed | undefined> {
  const { record, root, folder, argv, variables, scratch } = plan
  const project = findProject(folder, root) ?? root
  if (!record.environment.packages.some(({ ecosystem }) => ecosystem === 'node') || existsSync(join(project, NODE_MODULES)))
    return undefined
  context.progress('installing Node packages')
  // What is built while it is installed is built for the Node.js that the command gets.
  const env = { ...context.env, PATH: variables['PATH'] ?? context.env['PATH'] }
  const options: ToolOptions = { folder: project, env, signal: context.signal }
  const installer = findInstaller(project)
  const notes: string[] = []
  if (installer !== undefined) {
    const { lockFile, program, words } = installer
    const start = await startWords(installer, project, options)
    const end = start === undefined ? missing(program) : await runTool([...start, ...words(context.isOffline)], options)
    const name = program === 'npm' ? 'npm ci' : `${program} install`
    if (end.isDone) return { argv, variables, isLocked: true, notes: [`${name} installed what ${lockFile} names`] }
    notes.push(`${name} failed: ${describe(end)}`)
  }
  const substitute = await writeSubstitute(plan, context, join(scratch, 'node-packages'))
  if (substitute === undefined) {
    return {
      argv,
      isLocked: false,
      notes: [...notes, ...(installer === undefined ? ['there is no lock file to install Node packages from'] : [])],
    }
  }
  const npm = findProgram('npm', { path: env.PATH, folder: root }).path
  const words = substitute.isLocked
    ? npmWords(context.isOffline)
    : ['install', '--no-audit', '--no-fund', context.isOffline ? '--offline' : '--prefer-offline']
  const end = npm === undefined ? missing('npm') : await runTool([npm, ...words], { ...options, folder: substitute.folder })
  if (!end.isDone) return { argv, isLocked: false, notes: [...notes, `npm ${words[0]} failed: ${describe(end)}`] }
  await mkdir(project, { recursive: true })
  await rename(join(substitute.folder, NODE_MODULES), join(project, NODE_MODULES))
  return { argv, variables, isLocked: substitute.isLocked, notes: [...notes, substitute.note] }
}

function missing(program: string): ToolEnd {
  return { isDone: false, said: `there is no ${program} here` }
}

/** The line of npm and its like that says what is wrong; the last one only names a log file. */
function describe({ said }: ToolEnd): string {
  const lines = said.split('\n').filter((line) => line.trim() !== '')
  const told = lines.find((line) => /npm (?:error|ERR!) (?!code|A complete log)\S|ERR_|^error /i.test(line))
  return (told ?? lines.at(-1) ?? 'it did not say why').replace(/^npm (?:error|ERR!) /, '').trim()
}
