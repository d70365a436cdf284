import { fileURLToPath } from 'node:url'
import { createTemporaryFolder, type TemporaryFolder } from '@reprise/testing'
import { mlflowStores, startMlflow } from './mlflow.ts'
import { OwnPostgres } from './postgres.ts'
import { startReprise } from './reprise.ts'
import { type Server, startServer } from './start.ts'

export const subjectNames = ['floor', 'durable floor', 'reprise', 'mlflow', 'other'] as const
export type SubjectName = (typeof subjectNames)[number]

/** What is measured in turn with others. */
export interface Subject {
  readonly name: SubjectName
  /** Floors take any run id and keep nothing that could be read. */
  readonly keepsRuns: boolean
  /** How many times fewer requests it answers than a floor, roughly: what is prepared for it can be that much less. */
  readonly slowness: number
  /** A fresh server over nothing, or for those that take long to start, the one that was started first. */
  start(): Promise<Server>
}

/** Options of programs that choose subjects, for `parseArgs`. */
export const subjectOptions = {
  /** Where Reprise keeps runs: a fresh file by default, `postgres` for a fresh PostgreSQL, or a PostgreSQL URL. */
  store: { type: 'string' },
  /** Its command, below the repository. */
  cli: { type: 'string', default: 'apps/cli/src/main.ts' },
  'with-mlflow': { type: 'boolean', default: false },
  'mlflow-store': { type: 'string', default: 'sqlite' },
  /** One more server that runs already. */
  url: { type: 'string' },
} as const

export interface SubjectChoice {
  readonly store?: string | undefined
  readonly cli: string
  readonly 'with-mlflow': boolean
  readonly 'mlflow-store': string
  readonly url?: string | undefined
}

/** The subjects of one program. Disposing of them stops what they share. */
export class Subjects implements AsyncDisposable {
  readonly all: readonly Subject[]
  readonly #postgres = new OwnPostgres()
  #mlflow: Promise<Server> | undefined

  constructor(choice: SubjectChoice) {
    const mlflowStore = mlflowStores.find((store) => store === choice['mlflow-store'])
    if (mlflowStore === undefined) throw new Error(`--mlflow-store is one of ${mlflowStores.join(', ')}`)
    const { url } = choice
    this.all = [
      { name: 'floor', keepsRuns: false, slowness: 1, start: () => startFloor([]) },
      { name: 'durable floor', keepsRuns: false, slowness: 1, start: () => startFloor(['--durable']) },
      { name: 'reprise', keepsRuns: true, slowness: 1, start: () => this.#startReprise(choice) },
      ...(choice['with-mlflow']
        ? [{ name: 'mlflow', keepsRuns: true, slowness: 20, start: () => this.#startMlflow(mlflowStore) } as const]
        : []),
      ...(url === undefined ? [] : [{ name: 'other', keepsRuns: true, slowness: 4, start: async () => toServer(new URL(url)) } as const]),
    ]
  }

  /** Those that can be searched. */
  get stores(): readonly Subject[] {
    return this.all.filter(({ keepsRuns }) => keepsRuns)
  }

  async #startReprise({ store, cli }: SubjectChoice): Promise<Server> {
    const folder = await createTemporaryFolder('benchmark')
    const place = store === 'postgres' ? await this.#postgres.createDatabase() : store
    return removingAfter(await startReprise({ folder, store: place, cli }), folder)
  }

  /** Takes ten seconds and more to start, so it is started once. */
  async #startMlflow(store: (typeof mlflowStores)[number]): Promise<Server> {
    this.#mlflow ??= startMlflow(store, this.#postgres)
    return { ...(await this.#mlflow), [Symbol.asyncDispose]: async () => {} }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await (await this.#mlflow?.catch(() => undefined))?.[Symbol.asyncDispose]()
    await this.#postgres[Symbol.asyncDispose]()
  }
}

/** Starts a floor; `--durable` keeps what it is sent in a fresh folder. */
async function startFloor(options: readonly string[]): Promise<Server> {
  const folder = await createTemporaryFolder('benchmark')
  const program = fileURLToPath(new URL('./floor.ts', import.meta.url))
  const server = await startServer({ args: [program, folder.path, ...options], folder: folder.path })
  return removingAfter(server, folder)
}

/** The same server; its folder goes when it has stopped. */
function removingAfter(server: Server, folder: TemporaryFolder): Server {
  return {
    ...server,
    async [Symbol.asyncDispose]() {
      await server[Symbol.asyncDispose]()
      await folder.remove()
    },
  }
}

/** A server of which only the address is known. */
function toServer(url: URL): Server {
  const unknown = { pss: Number.NaN, resident: Number.NaN }
  const nothing = {
    startMilliseconds: Number.NaN,
    processes: () => [],
    cpuSeconds: () => Number.NaN,
    writtenBytes: () => Number.NaN,
    memory: () => unknown,
  }
  return { url, ...nothing, [Symbol.asyncDispose]: async () => {} }
}
