import { dirname } from 'node:path'

type Variables = Readonly<Record<string, string | undefined>>

/** What belongs to the machine, the terminal or a job that we may run in ourselves. */
const local =
  /^(?:_|PWD|OLDPWD|SHLVL|HOSTNAME|HOST|TERM|TMPDIR|DISPLAY|SSH_\w*|XDG_\w*|DBUS_\w*|SLURM_\w*|SBATCH_\w*|KUBERNETES_\w*|SHELL)$/

/**
 * The environment of a command without what watches its files on this machine: another has no such files, and programs of Python and Node.js fail or
 * complain without them.
 */
export function withoutHooks(env: Variables): Variables {
  const logs = env['REPRISE_TRACE_FOLDER']
  if (logs === undefined) return env
  const place = dirname(logs)
  const path = env['PYTHONPATH']?.split(':').filter((entry) => !entry.startsWith(place))
  const options = env['NODE_OPTIONS']?.replace(/^--require=(?:"(?:[^"\\]|\\.)*"|\S+)\s*/, (word) => (word.includes(place) ? '' : word))
  return {
    ...Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith('REPRISE_TRACE_'))),
    PYTHONPATH: path?.join(':') || undefined,
    NODE_OPTIONS: options || undefined,
  }
}

/** The variables that go with a command to another machine: those that patterns such as `CUDA_*` name; `*` is all but what belongs to this machine. */
export function chooseVariables(env: Variables, patterns: readonly string[]): Record<string, string> {
  const tests = patterns.map((pattern) => new RegExp(`^${pattern.split('*').map(escape).join('.*')}$`))
  const isMeant = (name: string): boolean => tests.some((test) => test.test(name)) && !(local.test(name) && !patterns.includes(name))
  return Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) =>
      value !== undefined && /^[A-Za-z_]\w*$/.test(name) && isMeant(name) ? [[name, value] as const] : [],
    ),
  )
}

function escape(text: string): string {
  return text.replace(/[^\w]/g, '\\$&')
}
