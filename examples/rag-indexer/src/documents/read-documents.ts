import { readdir, readFile } from 'node:fs/promises'
import { join, sep } from 'node:path'

export interface Document {
  /** Relative to the folder, with slashes. */
  readonly source: string
  readonly text: string
}

/** A question, and the document that answers it. */
export interface KnownQuestion {
  readonly question: string
  readonly source: string
}

/** What is read of a folder, in the language of .gitignore files. */
export const documentPatterns: readonly string[] = ['*.md', '*.txt', '/questions.json']

/** The Markdown and text files of a folder, in the order of their paths whatever the file system says. Throws when there are none. */
export async function readDocuments(folder: string): Promise<Document[]> {
  const names = await readdir(folder, { recursive: true, withFileTypes: true })
  const paths = names
    .filter((entry) => entry.isFile() && /\.(?:md|txt)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name).slice(join(folder, sep).length))
  if (paths.length === 0) throw new Error(`There are no documents (*.md, *.txt) in ${folder}.`)
  const documents = paths.map(async (path) => ({
    source: path.replaceAll(sep, '/'),
    text: (await readFile(join(folder, path), 'utf8')).replaceAll('\r\n', '\n'),
  }))
  return (await Promise.all(documents)).toSorted((a, b) => (a.source < b.source ? -1 : 1))
}

/** What `questions.json` in the folder asks; nothing where there is no such file. Throws where it is not as it should be. */
export async function readKnownQuestions(folder: string): Promise<KnownQuestion[]> {
  const file = join(folder, 'questions.json')
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '[]'
    throw error
  })
  const questions: unknown = JSON.parse(text)
  if (Array.isArray(questions) && questions.every(isKnownQuestion)) return questions
  throw new Error(`${file} must be a list of { "question": …, "source": … }.`)
}

function isKnownQuestion(value: unknown): value is KnownQuestion {
  if (typeof value !== 'object' || value === null) return false
  return 'question' in value && typeof value.question === 'string' && 'source' in value && typeof value.source === 'string'
}
