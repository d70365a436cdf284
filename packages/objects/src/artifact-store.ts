import type { Readable, Writable } from 'node:stream'

/**
 * A place for artifacts: bytes by path. Paths are relative, separated by `/`, and have passed `assertArtifactPath`.
 * One contract suite runs over every implementation.
 */
export interface ArtifactStore {
  /**
   * Stores a stream. Readers see the old bytes or all of the new ones; a failed or broken-off write leaves nothing. A piece of the stream is
   * not used any more once the next is asked for.
   */
  put(path: string, body: AsyncIterable<Uint8Array>): Promise<void>
  /** Undefined when there is no file of that path. What was opened stays readable, whole, when it is overwritten or deleted. */
  get(path: string): Promise<StoredFile | undefined>
  /**
   * Stores the bytes of one file under another path as well, without moving them where the store can. Answers false, and does nothing,
   * when there is no such file or its SHA-256 is another: then nothing was mixed up, and they have to be put.
   */
  copy(from: string, to: string, sha256: string): Promise<boolean>
  /** Size without opening; undefined when there is no such file. */
  stat(path: string): Promise<{ readonly size: number } | undefined>
  /** The entries of a folder by name, in code point order; none when there is no such folder. '' is the root. */
  list(folder: string): Promise<readonly ArtifactEntry[]>
  /** Deletes a file or a whole folder; deleting what is not there is no error. */
  delete(path: string): Promise<void>
  /** Uploads in parts; undefined where the store has no such thing. */
  readonly uploads: PartUploads | undefined
}

export interface ByteRange {
  readonly start: number
  readonly end: number
}

export interface StoredFile {
  readonly size: number
  /** Milliseconds since 1970. */
  readonly modified: number
  /** The bytes, or a range of them: both ends inclusive, and inside the file. To be called once; the file is closed at its end. */
  read(range?: ByteRange): Readable
  /**
   * Instead of `read`: writes the bytes to a stream at the pace it takes them, and ends it. Rejects when the file can not be read, or the
   * stream closes before its end; the file is closed in any case, the stream is not.
   */
  sendTo(target: Writable, range?: ByteRange): Promise<void>
  /** Lets go of a file that is not read. */
  close(): Promise<void>
}

export interface ArtifactEntry {
  /** Name inside the folder, without separators. */
  readonly name: string
  readonly isFolder: boolean
  /** Bytes; undefined for folders. */
  readonly size: number | undefined
}

/** Large files in parts that arrive in any order and may be repeated. */
export interface PartUploads {
  create(path: string): Promise<string>
  /** Answers the part's etag. */
  putPart(uploadId: string, part: number, body: AsyncIterable<Uint8Array>): Promise<string>
  /** Joins the parts, in the order given, into the file; unknown parts or other etags are refused. */
  complete(uploadId: string, path: string, parts: readonly UploadedPart[]): Promise<void>
  abort(uploadId: string): Promise<void>
}

export interface UploadedPart {
  readonly part: number
  readonly etag: string
}
