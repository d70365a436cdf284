/** One workspace, and what of this repository its source may import. */
export interface Room {
  /** Relative to the root. */
  folder: string
  /** Folders of other rooms; `any` where the room puts all the others together. */
  imports: readonly string[] | 'any'
  /** Folders that only its tests may import besides. */
  testsImport?: readonly string[]
  /** Why the line is drawn there: the checker prints it. */
  why: string
}

const protocol = 'packages/protocol'
const storage = 'packages/storage'
const objects = 'packages/objects'
const client = 'packages/client'
const sdk = 'packages/sdk'
const capture = 'packages/capture'
const compare = 'packages/compare'
const testsImport = ['packages/testing']

/**
 * Who may import whom. `package.json` dependencies, `tsconfig.json` references and the imports themselves are held against it,
 * and ARCHITECTURE.md shows it.
 */
export const rooms: readonly Room[] = [
  { folder: protocol, imports: [], why: 'the protocol also runs in browsers and stands below everything else' },
  { folder: storage, imports: [protocol], testsImport, why: 'the store can be understood and replaced alone' },
  { folder: objects, imports: [protocol], testsImport, why: 'artifact stores can be understood and replaced alone' },
  { folder: client, imports: [protocol], testsImport, why: 'the client runs where there is no server, browsers included' },
  { folder: sdk, imports: [client, protocol], testsImport, why: 'a program that logs must not load a server or a database' },
  { folder: capture, imports: [objects, protocol], testsImport, why: 'what is captured can be read and tested without a server' },
  { folder: compare, imports: [protocol], testsImport, why: 'comparing is pure, and also happens in browsers' },
  {
    folder: 'packages/pipelines',
    imports: [objects, capture, protocol],
    testsImport,
    why: 'a repository is worked on without a server; whoever tracks its stages is told of them',
  },
  {
    folder: 'packages/reproduce',
    imports: [client, capture, compare, objects, protocol],
    testsImport,
    why: 'it needs nothing but the address of a server, and knows none of its insides',
  },
  {
    folder: 'packages/server',
    imports: [storage, objects, protocol],
    testsImport,
    why: 'the server never starts programs of users and sees no working folder',
  },
  { folder: 'packages/testing', imports: [protocol], why: 'tests of every package use it, so it may need none of them' },
  {
    folder: 'apps/web',
    imports: [client, compare, protocol],
    why: 'the interface has nothing that other clients do not have, and runs in browsers',
  },
  { folder: 'apps/cli', imports: 'any', testsImport, why: 'the command puts the parts together' },
  { folder: 'integrations/ax', imports: [sdk], testsImport, why: 'an integration sits on the published SDK' },
  { folder: 'integrations/bullmq', imports: [sdk], testsImport, why: 'an integration sits on the published SDK' },
  { folder: 'examples/morphogenesis', imports: [sdk], why: 'an example shows what a user of the published SDK can do' },
  { folder: 'examples/procedures', imports: [sdk], why: 'an example shows what a user of the published SDK can do' },
  { folder: 'examples/rag-indexer', imports: [sdk], why: 'an example shows what a user of the published SDK can do' },
  {
    folder: 'examples/reproducibility-tour',
    imports: [sdk, compare],
    why: 'an example shows what a user of the published packages can do',
  },
  {
    folder: 'examples/prompt-optimization',
    imports: [sdk, 'integrations/ax'],
    testsImport,
    why: 'an example shows what a user of the published SDK can do',
  },
  {
    folder: 'examples/task-queue',
    imports: [sdk, 'integrations/bullmq'],
    testsImport,
    why: 'an example shows what a user of the published SDK can do',
  },
  { folder: 'tests', imports: 'any', why: 'these tests run the parts together' },
  { folder: 'benchmarks', imports: 'any', why: 'benchmarks measure any part' },
]

/** Folders whose files and folders are variants of one thing, known to one file only: the list that registers them. */
export const variantFolders = ['backends', 'collectors', 'comparers', 'runners', 'commands'] as const

/** Files that may read `process.env`; everything else is given what it needs. */
export const environmentReaders: readonly RegExp[] = [/^apps\/cli\/src\//, /^packages\/sdk\/src\/environment\.ts$/]
