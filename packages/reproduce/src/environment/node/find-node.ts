import { existsSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { findProgram } from '@reprise/capture'
import type { RestoreContext } from '../../restore/context.ts'
import type { Installed } from '../installed.ts'
import type { EnvironmentPlan } from '../prepare-environment.ts'
import { runTool } from '../run-tool.ts'

/**
 * The recorded version of Node.js, where another is here: from a version manager, else as a package of npm's registry, which has each version for
 * each platform. Undefined where the right one is here, or the command is none of Node.js.
 */
export async function findNode(
  { record, argv, variables, folder, scratch }: EnvironmentPlan,
  context: RestoreContext,
): Promise<Installed | undefined> {
  const recorded = record.environment.interpreters.find(({ language }) => language === 'node')
  const version = recorded?.version.replace(/^v/, '') ?? ''
  if (!/^\d+\.\d+\.\d+$/.test(version)) return undefined
  const options = { folder, env: context.env, signal: context.signal }
  const here = findProgram('node', { path: variables['PATH'], folder }).path
  const found = here === undefined ? undefined : await askVersion(here, options)
  if (found === version) return undefined
  const managed = listManaged(version, context.env).find((each) => existsSync(join(each, 'node')))
  const fetched = managed ?? (await fetchNode(version, { scratch, context }))
  if (fetched === undefined) {
    const other = found === undefined ? 'nor any other' : `${found} is`
    return { argv, isLocked: false, notes: [`Node.js ${version} is not here, and could not be fetched; ${other}`] }
  }
  const [program = '', ...rest] = argv
  const isPath = program.includes('/') && /^node[\d.]*$/.test(program.slice(program.lastIndexOf('/') + 1))
  return {
    argv: isPath ? [join(fetched, 'node'), ...rest] : argv,
    variables: { ...variables, PATH: `${fetched}:${variables['PATH'] ?? ''}` },
    isLocked: false,
    notes: [
      managed === undefined ? `Node.js ${version} was fetched from npm's registry` : `Node.js ${version} was found in ${dirname(managed)}`,
    ],
  }
}

/** Folders of programs, as nvm, fnm, volta, nodenv, asdf, mise and n lay them out. */
function listManaged(version: string, env: RestoreContext['env']): string[] {
  const home = env['HOME'] ?? homedir()
  const data = env['XDG_DATA_HOME'] ?? join(home, '.local', 'share')
  return [
    join(env['NVM_DIR'] ?? join(home, '.nvm'), 'versions', 'node', `v${version}`),
    join(env['FNM_DIR'] ?? join(data, 'fnm'), 'node-versions', `v${version}`, 'installation'),
    join(env['VOLTA_HOME'] ?? join(home, '.volta'), 'tools', 'image', 'node', version),
    join(env['NODENV_ROOT'] ?? join(home, '.nodenv'), 'versions', version),
    join(env['ASDF_DATA_DIR'] ?? join(home, '.asdf'), 'installs', 'nodejs', version),
    join(env['MISE_DATA_DIR'] ?? join(data, 'mise'), 'installs', 'node', version),
    join(env['N_PREFIX'] ?? '/usr/local', 'n', 'versions', 'node', version),
  ].map((folder) => join(folder, 'bin'))
}

async function fetchNode(
  version: string,
  { scratch, context }: { readonly scratch: string; readonly context: RestoreContext },
): Promise<string | undefined> {
  const { env, signal, isOffline, progress } = context
  const folder = join(scratch, 'node')
  const name = `node-${process.platform}-${process.arch}`
  const place = join(folder, 'node_modules', name, 'bin')
  if (existsSync(join(place, 'node'))) return place
  await mkdir(folder, { recursive: true })
  const npm = findProgram('npm', { path: env['PATH'], folder }).path
  if (npm === undefined) return undefined
  progress(`fetching Node.js ${version}`)
  const words = [
    'install',
    '--prefix',
    folder,
    '--no-save',
    '--no-audit',
    '--no-fund',
    '--ignore-scripts',
    isOffline ? '--offline' : '--prefer-offline',
  ]
  const { isDone } = await runTool([npm, ...words, `${name}@${version}`], { folder, env, signal })
  return isDone && existsSync(join(place, 'node')) ? place : undefined
}

async function askVersion(file: string, options: Parameters<typeof runTool>[1]): Promise<string | undefined> {
  const { isDone, said } = await runTool([file, '--version'], options)
  return isDone ? said.trim().replace(/^v/, '') : undefined
}
