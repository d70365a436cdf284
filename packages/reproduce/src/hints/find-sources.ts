import { readdir, readFile, stat } from 'node:fs/promises'
import { basename, dirname, join, relative } from 'node:path'

/** The text of a program, or of what starts programs. */
export interface Source {
  /** Relative to the folder of the code. */
  readonly name: string
  readonly text: string
}

const program = /\.(?:py|ipynb|[cm]?[jt]s|sh|bash|r|R|jl|pl|rb|c|cc|cpp|cu|go|rs|java|lua)$/
/** What names programs, and is read for their names alone. */
const starter = /(?:^|\/)(?:[Mm]akefile|GNUmakefile|package\.json|pyproject\.toml|dvc\.yaml|Snakefile|justfile)$/
const foreign = /(?:^|\/)(?:\.git|node_modules|\.venv|venv|env|site-packages|__pycache__|dist-packages)\//
const LARGEST = 512 * 1_024
const MOST = 300

/** Whether a source is read for the programs that it names, and not for what it does. */
export function isStarter({ name }: Source): boolean {
  return starter.test(name)
}

/**
 * The programs of a folder that a command ran, as far as can be told from names: those that the command names, those that these name
 * (`import model` and `sh model.sh` name `model.py` and `model.sh`), and so on, the nearest first. All of them where the command names none.
 */
export async function findSources(root: string, argv: readonly string[]): Promise<Source[]> {
  const left = new Set(await readSources(root))
  const all = [...left]
  const reached: Source[] = []
  let texts = argv.some((word) => /^(?:make|npm|npx|pnpm|yarn)$/.test(basename(word)))
    ? [...argv, ...all.filter(isStarter).map(({ text }) => text)]
    : [...argv]
  while (texts.length > 0 && left.size > 0) {
    const words = new Set(texts.flatMap((text) => text.match(/\w+/g) ?? []))
    const next = [...left].filter(({ name }) => wordsOf(name).every((word) => words.has(word)))
    for (const source of next) left.delete(source)
    reached.push(...next)
    texts = next.map(({ text }) => text)
  }
  return reached.length === 0 ? all : reached
}

/** What a text has to name: of `src/pkg/__init__.py` its folder, of `src/make-data.sh` both words of the name. */
function wordsOf(name: string): readonly string[] {
  const stem = basename(name).replace(/\.\w+$/, '')
  const own = stem === '__init__' || stem === '__main__' || stem === 'index' ? basename(dirname(name)) : stem
  return own.match(/\w+/g) ?? []
}

async function readSources(root: string): Promise<Source[]> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true }).catch(() => [])
  const names = entries
    .filter((entry) => entry.isFile() && (program.test(entry.name) || starter.test(entry.name)))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .filter((name) => !foreign.test(name))
    .toSorted((a, b) => a.split('/').length - b.split('/').length)
  const sources: Source[] = []
  for (const name of names.slice(0, MOST)) {
    const path = join(root, name)
    if ((await stat(path)).size <= LARGEST) sources.push({ name, text: await readFile(path, 'utf8') })
  }
  return sources
}
