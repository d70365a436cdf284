/** Python's `shlex.quote`: one word for a POSIX shell. */
export function quoteShell(word: string): string {
  if (word === '') return "''"
  return /[^\w@%+=:,./-]/.test(word) ? `'${word.replaceAll("'", `'"'"'`)}'` : word
}

/**
 * The command of `stage add … WORD WORD`: words with blanks get double quotes, unless they hold some already; nothing else is touched, so that
 * `$X` and globs reach the shell. A single word is the command as it is.
 */
export function joinWords(words: readonly string[]): string {
  return words.length < 2 ? words.join(' ') : words.map(quoteWord).join(' ')
}

function quoteWord(word: string): string {
  if (word === '') return '""'
  return word.includes(' ') && !word.includes('"') ? `"${word}"` : word
}
