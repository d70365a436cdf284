import type { NextWords, Words } from './list-words.ts'

export const shells = ['bash', 'zsh', 'fish'] as const
export type Shell = (typeof shells)[number]

/** The script for a shell. Names of commands and options hold no character that a shell would read. */
export function printScript(shell: Shell, words: Words): string {
  return { bash: printBash, zsh: printZsh, fish: printFish }[shell](words)
}

/** After an option that takes any value nothing is proposed, so that the shell offers file names. */
function printBash(words: Words): string {
  return `_reprise() {
  local current="\${COMP_WORDS[COMP_CWORD]}" previous="" path="" word
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case "$path \${previous:+$previous}" in
${[...words].flatMap(([path, { takingValues }]) => takingValues.map((option) => `      "${path} ${option}") previous=""; continue ;;`)).join('\n')}
    esac
    previous=""
    if [[ $word == -* ]]; then previous="$word"; continue; fi
    case "$path \${word}" in
${[...words.keys()]
  .filter((path) => path !== '')
  .map((path) => `      "${path.includes(' ') ? path : ` ${path}`}") path="${path}" ;;`)
  .join('\n')}
    esac
  done
  case "$path $previous" in
${[...words].flatMap(([path, next]) => printBashValues(path, next)).join('\n')}
  esac
  case "$path" in
${[...words].map(([path, next]) => `    "${path}") COMPREPLY=($(compgen -W "${[...next.commands, ...(next.values.get('') ?? []), ...next.options].join(' ')}" -- "$current")) ;;`).join('\n')}
  esac
}
complete -o default -F _reprise reprise
`
}

function printBashValues(path: string, { takingValues, values }: NextWords): string[] {
  return takingValues.map((option) => {
    const choices = values.get(option)
    const reply = choices === undefined ? '' : `COMPREPLY=($(compgen -W "${choices.join(' ')}" -- "$current")); `
    return `    "${path} ${option}") ${reply}return ;;`
  })
}

function printZsh(words: Words): string {
  return `#compdef reprise
autoload -U +X bashcompinit && bashcompinit
${printBash(words)}`
}

function printFish(words: Words): string {
  const lines = [...words].flatMap(([path, next]) => {
    const when = `complete -c reprise -n '${fishCondition(path, next)}'`
    const commands = [...next.commands, ...(next.values.get('') ?? [])].map((word) => `${when} -f -a ${word}`)
    const options = next.options.map((option) => {
      const choices = next.values.get(option)
      if (choices !== undefined) return `${when} -l ${option.slice(2)} -x -a '${choices.join(' ')}'`
      return `${when} -l ${option.slice(2)}${next.takingValues.includes(option) ? ' -r' : ''}`
    })
    return [...commands, ...options]
  })
  return `${lines.join('\n')}\n`
}

function fishCondition(path: string, { commands }: NextWords): string {
  if (path === '') return '__fish_use_subcommand'
  const seen = path.split(' ').map((word) => `__fish_seen_subcommand_from ${word}`)
  return [...seen, ...(commands.length === 0 ? [] : [`not __fish_seen_subcommand_from ${commands.join(' ')}`])].join('; and ')
}
