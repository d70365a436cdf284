/**
 * The files below a folder of another machine or service. Paths are relative to it and have slashes. One contract suite runs over every
 * implementation.
 *
 * All reject with a RepriseError that says what to do: TEMPORARILY_UNAVAILABLE (not reachable, after it was tried again), UNAUTHENTICATED,
 * PERMISSION_DENIED, RESOURCE_DOES_NOT_EXIST (the bucket or container), NOT_IMPLEMENTED (a library or an ability that is not there).
 */
export interface RemoteFolder {
  /** As the user wrote it, without secrets. */
  readonly url: string
  /** Requests at a time that go well. */
  readonly jobs: number
  /** Undefined for what is not there, and for folders. */
  stat(path: string): Promise<RemoteFile | undefined>
  /** Opens a file; undefined when there is none. */
  open(path: string): Promise<OpenRemoteFile | undefined>
  /** Stores a file of this machine. It has its name only when it is whole, however this ends, and replaces what was there. */
  write(path: string, source: FileToSend): Promise<void>
  /** Files whose paths begin with a text, page by page, in any order; those that are not finished are none. */
  list(prefix: string): AsyncIterable<readonly RemoteFile[]>
  /** Those that are not there are no error. */
  delete(paths: readonly string[]): Promise<void>
  close(): Promise<void>
}

export interface RemoteFile {
  readonly path: string
  /** Bytes. */
  readonly size: number
  /** What changes with the content, where the service has such a thing. */
  readonly etag?: string | undefined
  /** What names this content for ever, where the service keeps old ones. */
  readonly version?: string | undefined
}

export interface OpenRemoteFile extends RemoteFile {
  /** The bytes. A connection that breaks is taken up again where it broke, if the file is still the same. To be called once, or {@link OpenRemoteFile.close}. */
  read(): AsyncIterable<Uint8Array>
  close(): void
}

export interface FileToSend {
  /** Where it is on this machine. */
  readonly file: string
  /** Bytes. */
  readonly size: number
  /** In hexadecimal, where it is known: what is something else is refused. */
  readonly md5?: string | undefined
}
