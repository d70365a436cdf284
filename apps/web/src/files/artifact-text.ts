import { queryOptions } from '@tanstack/react-query'
import { client } from '../server/client.ts'

export interface ArtifactText {
  readonly text: string
  /** Whether there is more than was read. */
  readonly isCut: boolean
}

/** The beginning of a file as text; never more than `most` bytes of it, however large it is. */
export async function readBeginning(
  artifactUri: string,
  path: string,
  { most, signal }: { most: number; signal: AbortSignal },
): Promise<ArtifactText> {
  const { bytes, size } = await client.readArtifact(artifactUri, path, { start: 0, end: most, signal })
  const isCut = size > bytes.length
  return { text: new TextDecoder().decode(bytes, { stream: isCut }), isCut }
}

/** Whether a run has a file. Asked for what many runs have not: a browser reports every file that is not there as an error. */
export async function hasArtifact(artifactUri: string, path: string, signal: AbortSignal): Promise<boolean> {
  const folder = path.slice(0, Math.max(0, path.lastIndexOf('/')))
  return (await client.listArtifacts(artifactUri, folder, { signal })).some((entry) => entry.path === path)
}

export function artifactTextQuery(artifactUri: string, path: string, most: number) {
  return queryOptions({
    queryKey: ['artifacts', artifactUri, path, 'text', most],
    queryFn: ({ signal }) => readBeginning(artifactUri, path, { most, signal }),
  })
}
