import type { Words } from './index.ts'

export const shells = ['bash', 'zsh', 'fish'] as const
export type Shell = (typeof shells)[number]

/** The script for a shell. Names of commands and options hold no character that a shell would read. */
export function printScript(shell: Shell, words: Words): string {
  return { bash: printBash, zsh: printZsh, fish: printFish }[shell](words)
}

function printBash(words: Words): string {
  return `_reprise() {
  local path="" word
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do [[ $word == -* ]] || path="\${path:+$path }$word"; done
  while :; do
    case "$path" in
${[...words].map(([path, next]) => `      "${path}") COMPREPLY=($(compgen -W "${next.join(' ')}" -- "\${COMP_WORDS[COMP_CWORD]}")); return ;;`).join('\n')}
    esac
    [[ $path == *" "* ]] && path="\${path% *}" || path=""
  done
}
complete -o default -F _reprise reprise
`
}

function printZsh(words: Words): string {
  return `#compdef reprise
autoload -U +X bashcompinit && bashcompinit
${printBash(words)}`
}

function printFish(words: Words): string {
  const lines = [...words].flatMap(([path, next]) => {
    const condition = path === '' ? '__fish_use_subcommand' : path.split(' ').map((word) => `__fish_seen_subcommand_from ${word}`).join('; and ')
    return next.map((word) =>
      word.startsWith('--') ? `complete -c reprise -n '${condition}' -l ${word.slice(2)}` : `complete -c reprise -f -n '${condition}' -a ${word}`,
    )
  })
  return `${lines.join('\n')}\n`
}
