// The program: `npm run example -- rag-indexer [--documents DIR] [--question "…"] …`; --help lists the options.
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { configure } from '@reprise/sdk'
import { RagIndexer } from './index.ts'

const help = `usage: npm run example -- rag-indexer [OPTION ...]

  --documents DIR    folder of *.md and *.txt files; those of this example unless given
  --question TEXT    a question to ask the index; may be repeated
  --validate FILE    a data manifest that the documents must agree with
  --require-clean    refuse uncommitted changes
  --no-environment   do not log what the index was made in
  --no-manifest      do not log what the documents were
  --output DIR       where files are written; .cache/rag-indexer unless given
`

try {
  const given = readArguments()
  if (given.help) print(help)
  else await index(given)
} catch (error) {
  const { message = String(error), hint } = error as { message?: string; hint?: string }
  process.stderr.write(`${message}\n${hint === undefined ? '' : `${hint}\n`}`)
  process.exitCode = 1
}

function readArguments() {
  const options = {
    documents: { type: 'string', default: resolve(import.meta.dirname, '../documents') },
    question: { type: 'string', multiple: true },
    validate: { type: 'string' },
    'require-clean': { type: 'boolean', default: false },
    environment: { type: 'boolean', default: true },
    manifest: { type: 'boolean', default: true },
    output: { type: 'string', default: '.cache/rag-indexer' },
    help: { type: 'boolean', default: false },
  } as const
  return parseArgs({ options, allowNegative: true }).values
}

async function index(given: ReturnType<typeof readArguments>): Promise<void> {
  configure({ experimentName: 'rag-indexer' })
  const indexer = new RagIndexer({
    captureEnvironment: given.environment,
    captureDataManifest: given.manifest,
    outputDir: given.output,
    validate: given.validate,
    requireClean: given['require-clean'],
  })
  const { runUrl, index: found, indexFile, sha256, documents, chunks, recall } = await indexer.indexDocuments(given.documents)
  print(`${documents} documents in ${chunks} chunks: ${indexFile}\nsha256 ${sha256}`)
  if (recall !== undefined) print(`recall at 3: ${recall.toFixed(2)}`)
  print(`run: ${runUrl}`)
  for (const question of given.question ?? ['What happens to records while the server is unreachable?']) {
    print(`\n${question}`)
    for (const { source, score, text } of await found.ask(question)) print(`  ${score.toFixed(3)} ${source}: ${text.replaceAll('\n', ' ')}`)
  }
}

function print(line: string): void {
  process.stdout.write(`${line}\n`)
}
