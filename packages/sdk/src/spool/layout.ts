import { join } from 'node:path'

const SUFFIX = '.spool'

/** The files that belong to one writer, side by side in the spool folder. */
export interface SpoolFiles {
  readonly folder: string
  readonly writer: string
  /** Frames: a header and records. */
  readonly records: string
  /** Folder of bytes of artifacts that wait. */
  readonly artifacts: string
  /** Lines of JSON: records the server refuses, each with the reason. */
  readonly rejected: string
  /** Folder of bytes of artifacts that the server refuses. */
  readonly rejectedArtifacts: string
  /** What was cut off the end of `records` because it was torn. */
  readonly damaged: string
}

export function filesOf(folder: string, writer: string): SpoolFiles {
  const path = (suffix: string): string => join(folder, writer + suffix)
  return {
    folder,
    writer,
    records: path(SUFFIX),
    artifacts: path('.files'),
    rejected: path('.rejected'),
    rejectedArtifacts: path('.rejected-files'),
    damaged: path('.damaged'),
  }
}

/** The writer of a spool file, undefined for any other file. */
export function writerOf(fileName: string): string | undefined {
  return /^[0-9a-f]{32}\.spool$/.test(fileName) ? fileName.slice(0, -SUFFIX.length) : undefined
}
