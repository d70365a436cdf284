import { queryOptions } from '@tanstack/react-query'
import { hasArtifact } from '../../files/artifact-text.ts'
import { client } from '../../server/client.ts'
import { formatBytes } from '../../values/format.ts'

/** Larger files are left to the page of the run. */
const MOST_BYTES = 32 * 1_024 * 1_024
/** Pixels of a picture that is shown: a browser would take four bytes for each. */
const MOST_PIXELS = 100_000_000

export type FoundImage = { readonly blob: Blob } | { readonly reason: string }

/** The bytes of a picture, or why it is not shown. `isListed`: known to be there. Kept for a minute after it has left the page. */
export function imageQuery(artifactUri: string, path: string, isListed: boolean) {
  return queryOptions({
    queryKey: ['artifacts', artifactUri, path, 'image'],
    queryFn: async ({ signal }): Promise<FoundImage> => {
      if (!isListed && !(await hasArtifact(artifactUri, path, signal))) return { reason: 'none' }
      const { bytes, size } = await client.readArtifact(artifactUri, path, { start: 0, end: MOST_BYTES, signal })
      if (size > bytes.length) return { reason: `${formatBytes(size)}: too large to be shown here` }
      const pixels = pixelsOfPng(new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength))
      if (pixels > MOST_PIXELS) return { reason: `${Math.round(pixels / 1e6)} million pixels: too large to be shown here` }
      return { blob: new Blob([new Uint8Array(bytes)], { type: path.toLowerCase().endsWith('.svg') ? 'image/svg+xml' : '' }) }
    },
    staleTime: Infinity,
    gcTime: 60_000,
  })
}

/** What the head of a PNG says of its size: a small file may unpack to more than a machine has. 0 for other files. */
function pixelsOfPng(bytes: DataView): number {
  if (bytes.byteLength < 24 || bytes.getUint32(0) !== 0x89_50_4e_47) return 0
  return bytes.getUint32(16) * bytes.getUint32(20)
}
