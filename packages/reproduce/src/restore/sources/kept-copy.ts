import { createWriteStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import type { Client } from '@reprise/client'
import { RepriseError } from '@reprise/protocol'
import type { DataSource, Offer } from './data-source.ts'

/** The copies that are kept with the run itself. */
export function keptCopies(client: Client, artifactUri: string, signal?: AbortSignal): DataSource {
  return {
    name: 'the copies that are kept with the run',
    reach: 'tracking server',
    find: async function* ({ kept, size }) {
      if (kept !== undefined)
        yield offerArtifact(client, { artifactUri, path: kept, size, where: `the copy that was kept, ${kept},`, signal })
    },
  }
}

export interface OfferedArtifact {
  readonly artifactUri: string
  readonly path: string
  readonly size: number | undefined
  readonly where: string
  readonly signal?: AbortSignal | undefined
}

/** An artifact of a run. Trouble with the server is thrown; that there is no such artifact is an answer. */
export function offerArtifact(client: Client, { artifactUri, path, size = Infinity, where, signal }: OfferedArtifact): Offer {
  return {
    where,
    save: async (target) => {
      try {
        const source = await client.downloadArtifact(artifactUri, path)
        let seen = 0
        await pipeline(
          source,
          async function* (chunks: AsyncIterable<Uint8Array>) {
            for await (const chunk of chunks) {
              seen += chunk.length
              if (seen > size) throw new RepriseError('DATA_LOSS', 'it is longer than recorded')
              yield chunk
            }
          },
          createWriteStream(target, { flags: 'wx' }),
          { signal },
        )
        return undefined
      } catch (error) {
        signal?.throwIfAborted()
        if (!(error instanceof RepriseError) || !lost.has(error.code)) throw error
        return error.code === 'DATA_LOSS' ? 'is damaged' : 'is gone'
      }
    },
  }
}

/** A hostile path is refused by the server: there is no such artifact. */
const lost: ReadonlySet<string> = new Set(['DATA_LOSS', 'RESOURCE_DOES_NOT_EXIST', 'INVALID_PARAMETER_VALUE'])
