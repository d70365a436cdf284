import { quoteShell, shellOf } from '../commands/index.ts'
import type { StageCommand } from '../running/index.ts'

export interface ScriptOptions {
  /** The job's folder. */
  readonly job: string
  /** Variables that the command gets beside those of the machine that runs it. */
  readonly env: Readonly<Record<string, string>>
  /** Seconds for which nobody has to renew the lease. */
  readonly patience: number
}

/**
 * What an engine runs in the place of a command, in any POSIX shell: it leads a process group of its own. The command is in the foreground, since shells have those in the
 * background ignore Ctrl-C; a watcher beside it passes on signals that others write to `cancel`, and ends the command when the lease is not renewed, the folder is
 * gone, or, called with `tethered`, its standard input is closed: whoever asked for the command has died then. `begun` is a folder, since
 * making one succeeds once, whatever an engine repeats. `end` is written last, and at once.
 */
export function writeScript({ command, folder, env: all }: StageCommand, { job, env, patience }: ScriptOptions): string {
  const [shell, ...words] = shellOf(all)
  const exported = Object.entries(env).map(([name, value]) => `export ${name}=${quoteShell(value)}`)
  return `#!/bin/sh
# One command of a pipeline. reprise has written this file, and removes it.
job=${quoteShell(job)}
if [ ! -d "$job" ]; then
  echo "reprise: $job is not there on $(uname -n): machines that run commands must see it." >&2
  exit 126
fi
[ ! -e "$job/cancel" ] || exit 125
mkdir "$job/begun" 2>/dev/null || { echo 'reprise: the command was begun before, and is not run twice.' >&2; exit 125; }
end() { printf '%s\\n' "$1" >"$job/end.tmp" && mv "$job/end.tmp" "$job/end"; }
[ ! -e "$job/cancel" ] || { end 'lost it was cancelled'; exit 125; }
cd ${quoteShell(folder)} 2>/dev/null || { end "failed there is no folder "${quoteShell(folder)}" on $(uname -n)"; exit 126; }
${exported.join('\n')}

lose() {
  printf '%s\\n' "$1" >"$job/lost" 2>/dev/null
  kill -s TERM 0
  seconds=0
  while [ $seconds -lt 10 ] && [ -d "$job" ] && [ ! -e "$job/end" ]; do sleep 1; seconds=$((seconds + 1)); done
  [ -e "$job/end" ] || end "lost $1"
  kill -s KILL 0
}
watch() {
  trap '' HUP INT TERM
  told= lease= seconds=0
  while sleep 1; do
    [ -e "$job/lease" ] || lose 'whoever asked for it has gone'
    signal= now=
    read -r signal <"$job/cancel"
    if [ -n "$signal" ] && [ "$signal" != "$told" ]; then 
      told=$signal
      [ "$signal" != KILL ] || end 'lost it was ended'
      kill -s "$signal" 0
    fi
    read -r now <"$job/lease"
    if [ "$now" = "$lease" ]; then seconds=$((seconds + 1)); else lease=$now seconds=0; fi
    [ $seconds -lt ${patience} ] || lose 'whoever asked for it does not answer any more'
  done
}
trap : HUP INT TERM
tether=
if [ "$1" = tethered ]; then
  exec 4<&0
  (trap '' HUP INT TERM; read -r line <&4; lose 'the worker that ran it has ended') >/dev/null 2>&1 &
  tether=$!
fi
watch </dev/null >/dev/null 2>&1 4<&- &
watcher=$!
shell=${quoteShell(shell)} options=${quoteShell(words.slice(0, -1).join(' '))}
[ -x "$shell" ] || shell=/bin/sh options=
"$shell" $options -c ${quoteShell(command)} </dev/null 4<&-
code=$?
if [ -e "$job/lost" ]; then read -r reason <"$job/lost"; end "lost $reason"; else end "exited $code"; fi
kill -s KILL $watcher $tether
exit $code
`
}
