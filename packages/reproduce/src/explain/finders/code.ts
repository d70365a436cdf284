import { basename, join } from 'node:path'
import type { CauseKind } from '@reprise/compare'
import type { RecordedFile, RunRecord } from '@reprise/protocol'
import { Obstacle } from '../../obstacle.ts'
import { listCommands } from '../../pipeline/list-commands.ts'
import { restoreCodeOf } from '../../restore/code.ts'
import { fetchFile } from '../files/fetch-file.ts'
import { listFiles } from '../files/list-files.ts'
import { placeFile } from '../files/place-file.ts'
import { printPatch } from '../files/print-patch.ts'
import type { Sides } from '../sides.ts'
import type { Toggle, Untried } from '../toggle.ts'

/** Two runs, and where to put what is taken from them. */
type CodeSides = Pick<Sides, 'a' | 'b' | 'name' | 'folder' | 'context'>

/** Files of the code that are other, file by file: edited, added, deleted. */
export async function findCode(sides: CodeSides): Promise<readonly (Toggle | Untried)[]> {
  const { a, b } = sides
  const [left, right] = [a.record.code, b.record.code]
  if (a.id === b.id) return []
  try {
    if (left.kind === 'GIT' && right.kind === 'GIT') return left.tree === right.tree ? [] : await findInTrees(sides)
    if (left.kind === 'FILES' && right.kind === 'FILES') return await findInLists(sides)
  } catch (error) {
    if (!(error instanceof Obstacle)) throw error
    return [{ kind: 'code', subject: 'code', why: error.message }]
  }
  return left.kind === right.kind ? [] : [{ kind: 'code', subject: 'code', why: 'only one of the runs was made in a git repository' }]
}

async function findInTrees(sides: CodeSides): Promise<Toggle[]> {
  const { a, b, folder, context } = sides
  const [own, other] = [join(folder, 'code-a'), join(folder, 'code-b')]
  await restoreCodeOf(a, own, context)
  await restoreCodeOf(b, other, context)
  const [first, second] = [await listFiles(own), await listFiles(other)]
  // What a pipeline was last made from changes nothing of one that is forced.
  const isPipeline = listCommands(b.record) !== undefined
  const counts = (path: string): boolean => first.get(path) !== second.get(path) && !(isPipeline && basename(path) === 'dvc.lock')
  const paths = [...new Set([...first.keys(), ...second.keys()])].filter(counts)
  const found: Toggle[] = []
  for (const path of paths) {
    const [from, to] = [first.has(path) ? join(own, path) : undefined, second.has(path) ? join(other, path) : undefined]
    found.push(await toToggle(sides, { path, from, to }))
  }
  return found
}

/** Outside of git, code is what the runs loaded: a file that only one of them loaded may be there in both. */
async function findInLists(sides: CodeSides): Promise<(Toggle | Untried)[]> {
  const { a, b, folder, context } = sides
  const others = new Map(b.record.code.files.map((file) => [file.path, file]))
  const found: (Toggle | Untried)[] = []
  for (const file of a.record.code.files) {
    const other = others.get(file.path)
    if (file.sha256 === undefined || file.sha256 === other?.sha256) continue
    const fetched = async (run: typeof a, wanted: RecordedFile, name: string): Promise<string | Obstacle> =>
      fetchFile(run, { file: wanted, folder: join(folder, name) }, context).catch((error: unknown) => {
        if (error instanceof Obstacle) return error
        throw error
      })
    const from = await fetched(a, file, 'code-a')
    const to = other === undefined ? undefined : await fetched(b, other, 'code-b')
    if (typeof from !== 'string') found.push({ kind: 'code', subject: file.path, why: from.message })
    else found.push(await toToggle(sides, { path: file.path, from, to: typeof to === 'string' ? to : undefined }))
  }
  return found
}

interface ChangedFile {
  readonly path: string
  /** As `a` has it. */
  readonly from: string | undefined
  readonly to: string | undefined
}

async function toToggle({ a, b, name, context }: CodeSides, { path, from, to }: ChangedFile): Promise<Toggle> {
  const patch = await printPatch({ path, from, to, env: context.env })
  return {
    kind: kindOf(path, [a.record, b.record]),
    subject: path,
    did: from === undefined ? `${path} left out, as in ${name}` : `${path} as in ${name}`,
    weight: weigh(path, [a.record, b.record]),
    ...(patch === undefined ? {} : { patch }),
    amend: async (files) => {
      await placeFile(files.root, path, from)
      return files
    },
  }
}

const source =
  /\.(?:py|pyx|pyi|ipynb|[cm]?[jt]sx?|sh|bash|r|R|jl|pl|rb|c|cc|cpp|h|hpp|rs|go|java|sql|ya?ml|toml|ini|cfg|json|lock)$|(?:^|\/)(?:Makefile|Dockerfile)$/
const documentation =
  /\.(?:md|rst|adoc)$|(?:^|\/)(?:LICENSE|CHANGELOG|AUTHORS|NOTICE|README)\b|(?:^|\/)\.(?:gitignore|gitattributes|editorconfig|github|gitlab)/

/** What a program reads is data, if it does not look like settings. */
function kindOf(path: string, records: readonly RunRecord[]): CauseKind {
  return !source.test(path) && records.some((record) => isIn(record.inputs, path, record)) ? 'data' : 'code'
}

function weigh(path: string, records: readonly RunRecord[]): number {
  const isRead = records.some((record) => isIn(record.inputs, path, record))
  if (isRead || records.some(({ command }) => command.argv.some((word) => word.endsWith(path)))) return 10
  if (records.some((record) => isIn(record.outputs, path, record))) return -75
  return documentation.test(path) ? -70 : source.test(path) ? 5 : -50
}

function isIn(files: readonly RecordedFile[], path: string, { code }: RunRecord): boolean {
  return files.some((file) => file.path === path || file.path === `${code.root}/${path}`)
}
