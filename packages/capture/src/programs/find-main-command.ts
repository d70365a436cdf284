/** Programs whose interpreter and packages make the environment of a command. */
const interpreters =
  /^(?:python|pypy|uv|poetry|pipenv|pdm|hatch|conda|mamba|micromamba|node|npm|npx|pnpm|yarn|tsx|ts-node|bun|deno|R|Rscript|julia)[\d.]*t?$/

/**
 * Of commands for a shell, the words of the first that runs an interpreter: its environment stands for all of them. Where none does, those of the
 * first command. Nothing is run or expanded.
 */
export function findMainCommand(commands: readonly string[]): string[] {
  const parts = commands.flatMap((command) => command.split(/&&|\|\||[;|\n(){}]/)).map(toWords)
  const isOne = ([program = '']: readonly string[]): boolean => interpreters.test(program.slice(program.lastIndexOf('/') + 1))
  return parts.find(isOne) ?? parts.find((words) => words.length > 0) ?? ['sh']
}

/** Without what is set before the program, and without quotes. */
function toWords(text: string): string[] {
  const words = text.trim().split(/\s+/).filter(Boolean)
  const first = words.findIndex((word) => !/^\w+=/.test(word))
  return first < 0 ? [] : words.slice(first).map((word) => word.replaceAll(/^["']|["']$/g, ''))
}
