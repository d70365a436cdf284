import { closeSync, openSync, readSync, realpathSync } from 'node:fs'
import { basename, join } from 'node:path'
import { canRun } from '../../programs/index.ts'
import { findProgram } from './find-program.ts'
import { findPyenvProgram } from './pyenv.ts'

export type Language = 'python' | 'node' | 'bun' | 'deno' | 'r' | 'julia'

/** What a command starts in the end. */
export interface ResolvedCommand {
  /** The file that runs the program: the interpreter, or the program itself. Links are not followed: a virtual environment is known by its link. */
  readonly file?: string
  readonly language?: Language
  /** Programs on the way there: `uv run`, scripts with a shebang. */
  readonly through: readonly string[]
}

interface Place {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly folder: string
  readonly root: string
}

const languages: readonly (readonly [RegExp, Language])[] = [
  [/^(?:python|pypy)[\d.]*t?d?(?:\.exe)?$/, 'python'],
  [/^(?:node|nodejs|npm|npx|pnpm|pnpx|yarn|tsx|ts-node)(?:\.exe|\.cmd)?$/, 'node'],
  [/^bunx?(?:\.exe)?$/, 'bun'],
  [/^deno(?:\.exe)?$/, 'deno'],
  [/^(?:R|Rscript|r|littler)(?:\.exe)?$/, 'r'],
  [/^julia(?:\.exe)?$/, 'julia'],
]

const DEEPEST = 8

/** Follows wrappers, shims and shebangs to what runs the program. Reads the beginnings of files, and starts nothing. */
export function resolveCommand(argv: readonly string[], place: Place): ResolvedCommand {
  const through: string[] = []
  let rest = argv
  for (let depth = 0; depth < DEEPEST; depth++) {
    const [name = '', ...args] = rest
    const inner = unwrap(basename(name), args)
    if (inner !== undefined) {
      through.push(basename(name))
      if (inner.runsIn === undefined) {
        rest = inner.argv
        continue
      }
      const own = inner.runsIn(place)
      // Wrappers make their environment when they start: then nobody can tell yet what runs in it.
      if (own === undefined) return { through }
      if (languageOf(inner.argv[0] ?? '') === 'python') return { file: own, language: 'python', through }
      const script = join(own, '..', inner.argv[0] ?? '')
      rest = canRun(script) ? [script, ...inner.argv.slice(1)] : inner.argv
      continue
    }
    const found = findProgram(name, place)
    if (found === undefined) return { through }
    const file = findPyenvProgram(found, place) ?? found
    if (file !== found) through.push('pyenv')
    const language = languageOf(file)
    const shebang = language === 'python' || language === 'bun' || language === 'deno' ? undefined : readShebang(file)
    if (shebang === undefined) return language === undefined ? { file, through } : { file, language, through }
    through.push(basename(file))
    rest = shebang
  }
  return { through }
}

function languageOf(file: string): Language | undefined {
  return languages.find(([pattern]) => pattern.test(basename(file)))?.[1]
}

interface Wrapped {
  readonly argv: readonly string[]
  /** The Python of the environment that the wrapper uses, where it is there already. */
  readonly runsIn?: (place: Place) => string | undefined
}

/** The command that a wrapper runs; nothing where the program is no wrapper that we know. */
function unwrap(name: string, args: readonly string[]): Wrapped | undefined {
  switch (name) {
    case 'env':
      return { argv: args.slice(args.findIndex((arg) => !arg.startsWith('-') && !arg.includes('='))) }
    case 'nice':
    case 'nohup':
    case 'time':
    case 'setsid':
    case 'stdbuf':
      return { argv: skipOptions(args, ['-n', '-o', '-e', '-i']) }
    case 'uv':
      return args[0] === 'run' ? { argv: asPython(skipOptions(args.slice(1), uvOptions)), runsIn: projectPython } : undefined
    case 'poetry':
    case 'pdm':
    case 'hatch':
    case 'rye':
    case 'pixi':
    case 'pipenv':
      return args[0] === 'run' ? { argv: skipOptions(args.slice(1), []), runsIn: projectPython } : undefined
    case 'conda':
    case 'mamba':
    case 'micromamba': {
      if (args[0] !== 'run') return undefined
      const option = args.findIndex((arg) => arg === '-n' || arg === '--name' || arg === '-p' || arg === '--prefix')
      return {
        argv: skipOptions(args.slice(1), ['-n', '--name', '-p', '--prefix', '--cwd']),
        runsIn: (place) => condaPython(place, args[option], args[option + 1]),
      }
    }
    default:
      return undefined
  }
}

const uvOptions = ['--with', '--python', '-p', '--extra', '--group', '--env-file', '--project', '--directory', '--package']

/** uv starts files that end in .py itself. */
function asPython(argv: readonly string[]): readonly string[] {
  return /\.pyw?$/.test(argv[0] ?? '') ? ['python', ...argv] : argv
}

function skipOptions(args: readonly string[], withValue: readonly string[]): readonly string[] {
  let at = 0
  for (;;) {
    const option = args[at] ?? ''
    if (!option.startsWith('-')) return args.slice(at)
    if (option === '--') return args.slice(at + 1)
    at += withValue.includes(option) || /^--[a-z-]+-url$/.test(option) ? 2 : 1
  }
}

function projectPython({ env, root, folder }: Place): string | undefined {
  const named = [env['UV_PROJECT_ENVIRONMENT'], env['VIRTUAL_ENV']].filter((path) => path !== undefined && path !== '')
  const folders = [...named.slice(0, 1), join(folder, '.venv'), join(root, '.venv'), ...named.slice(1)]
  return folders.map((path) => join(path ?? '', 'bin', 'python')).find(canRun)
}

function condaPython({ env }: Place, option: string | undefined, value: string | undefined): string | undefined {
  if (option === undefined || value === undefined) return undefined
  const base = env['CONDA_EXE'] === undefined ? env['MAMBA_ROOT_PREFIX'] : join(env['CONDA_EXE'], '..', '..')
  const prefix = option === '-p' || option === '--prefix' ? value : join(base ?? '', 'envs', value)
  return [join(prefix, 'bin', 'python')].find(canRun)
}

/** The command in the first line of a script; nothing for other files. Launchers that pip writes for long paths are understood. */
function readShebang(file: string): readonly string[] | undefined {
  const text = readBeginning(file)
  if (!text.startsWith('#!')) return undefined
  const [first = '', second = ''] = text.slice(2).split('\n')
  const launched = /^'''exec' "?([^"]+?)"? "\$0"/.exec(second)?.[1]
  if (launched !== undefined) return [launched]
  const parts = first.trim().split(/\s+/)
  return basename(parts[0] ?? '') === 'env' ? ['env', ...parts.slice(1).filter((part) => part !== '-S')] : parts.slice(0, 1)
}

function readBeginning(file: string): string {
  try {
    const handle = openSync(realpathSync(file), 'r')
    try {
      const buffer = Buffer.alloc(1_024)
      return buffer.toString('latin1', 0, readSync(handle, buffer, 0, buffer.length, 0))
    } finally {
      closeSync(handle)
    }
  } catch {
    return ''
  }
}
