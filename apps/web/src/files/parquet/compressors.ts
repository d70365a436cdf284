import type { Compressors, FileMetaData } from 'hyparquet'

/** What unpacks a file, loaded only where the file needs it: Snappy comes with the reader. */
export async function compressorsFor(metadata: FileMetaData): Promise<Compressors> {
  const codecs = new Set(metadata.row_groups.flatMap(({ columns }) => columns.map(({ meta_data }) => meta_data?.codec)))
  const others = [...codecs].filter((codec) => codec !== undefined && codec !== 'UNCOMPRESSED' && codec !== 'SNAPPY')
  if (others.length === 0) return {}
  const { decompressBrotli, decompressGzip, decompressLz4, decompressLz4Raw, decompressZstd } = await import('hyparquet-compressors')
  return {
    GZIP: decompressGzip,
    BROTLI: decompressBrotli,
    ZSTD: (input) => decompressZstd(input),
    LZ4: decompressLz4,
    LZ4_RAW: decompressLz4Raw,
  }
}
