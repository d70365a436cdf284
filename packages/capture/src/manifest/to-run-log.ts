import { countManifest, type DataManifest, type ManifestFormat, manifestVersions } from './data-manifest.ts'
import { printManifest } from './write-manifest.ts'

/** What is logged of a manifest, for whichever client logs it. */
export interface ManifestRunLog {
  readonly metrics: { readonly data_files_count: number; readonly data_size_bytes: number; readonly data_processing_time: number }
  readonly params: { readonly data_path: string; readonly hash_algorithms: string; readonly manifest_version: string }
  /** The manifest itself: its path below the artifacts of the run, and its bytes. */
  readonly artifact: { readonly path: string; readonly content: Uint8Array }
}

export interface RunLogOptions {
  /** Folder below the artifacts; default `data_manifest`. */
  readonly artifactPath?: string | undefined
  /** Default: classic, which is what programs that read `data_manifest.json` expect. */
  readonly format?: ManifestFormat | undefined
}

/** Files in bytes, and `data_processing_time` in seconds; `hash_algorithms` are joined by commas. Logs nothing by itself. */
export function toRunLog(
  manifest: DataManifest,
  { artifactPath = 'data_manifest', format = 'classic' }: RunLogOptions = {},
): ManifestRunLog {
  const { files, bytes } = countManifest(manifest)
  const name = format === 'classic' ? 'data_manifest.json' : 'data_manifest.jsonl'
  const pieces = [...printManifest(manifest, { format, folder: '.' })].map((piece) => Buffer.from(piece, 'utf8'))
  return {
    metrics: { data_files_count: files, data_size_bytes: bytes, data_processing_time: manifest.processingSeconds },
    params: {
      data_path: manifest.dataPath,
      hash_algorithms: manifest.hashAlgorithms.join(','),
      manifest_version: manifestVersions[format],
    },
    artifact: { path: artifactPath === '' ? name : `${artifactPath.replace(/\/+$/, '')}/${name}`, content: Buffer.concat(pieces) },
  }
}
