import { type ErrorEnvelope, RepriseError, toRepriseError } from '@reprise/protocol'
import { collectGarbageOn, type GarbageGround } from '../../../maintenance/collect-garbage.ts'
import { toStoreError } from '../file/errors.ts'
import { pragma } from '../file/open-file.ts'
import type { Writer } from './writer.ts'
import type { WriterPort } from './writer-loop.ts'

/** Pages given back between two flushes: a few milliseconds. */
const PAGES = 200
/** Names looked at between two flushes. */
const KEYS = 50

interface Asked {
  readonly id: number
  readonly olderThan: number
  readonly dryRun: boolean
}

/** Collects garbage in the writer's thread, in portions that take turns with flushes. The main thread deletes the artifacts. */
export class GarbageJobs {
  readonly #writer: Writer
  readonly #port: WriterPort
  readonly #inTurn: <Result>(work: () => Promise<Result>) => Promise<Result>
  readonly #waiting = new Map<number, (error: ErrorEnvelope | undefined) => void>()

  constructor(writer: Writer, port: WriterPort, inTurn: <Result>(work: () => Promise<Result>) => Promise<Result>) {
    this.#writer = writer
    this.#port = port
    this.#inTurn = inTurn
  }

  async collect({ id, olderThan, dryRun }: Asked): Promise<void> {
    try {
      const report = await collectGarbageOn(this.#ground(), {
        olderThan,
        dryRun,
        deleteArtifacts: (artifactUris) => this.#deleteArtifacts(id, artifactUris),
        onProgress: (done, total) => this.#port.send({ kind: 'progress', id, done, total }),
      })
      this.#port.send({ kind: 'result', id, value: report })
    } catch (error) {
      this.#port.send({ kind: 'failure', id, error: toStoreError(error, 'The store').toEnvelope() })
    }
  }

  noteArtifactsDeleted({ id, error }: { readonly id: number; readonly error: ErrorEnvelope | undefined }): void {
    this.#waiting.get(id)?.(error)
    this.#waiting.delete(id)
  }

  #deleteArtifacts(id: number, artifactUris: readonly string[]): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, (error) => (error === undefined ? resolve() : reject(toRepriseError(error, 'INTERNAL_ERROR'))))
      this.#port.send({ kind: 'delete-artifacts', id, artifactUris })
    })
  }

  #ground(): GarbageGround {
    const { database } = this.#writer
    return {
      read: (use) => this.#inTurn(() => use(this.#writer.connection)),
      write: (use) => this.#inTurn(() => this.#writer.removing(use)),
      size: async () => pragma(database, 'page_count') * pragma(database, 'page_size'),
      freeKeys: async (keyIds) => {
        for (let start = 0; start < keyIds.length; start += KEYS) {
          await this.#inTurn(() => this.#writer.freeKeys(keyIds.slice(start, start + KEYS)))
        }
      },
      giveSpaceBack: async () => {
        while (pragma(database, 'freelist_count') > 0) {
          const before = pragma(database, 'freelist_count')
          await this.#inTurn(() => this.#writer.transaction(async () => database.exec(`pragma incremental_vacuum(${PAGES})`)))
          if (pragma(database, 'freelist_count') >= before) throw new RepriseError('INTERNAL_ERROR', 'The file can not be made smaller.')
        }
        await this.#inTurn(async () => this.#writer.log.empty())
      },
    }
  }
}
