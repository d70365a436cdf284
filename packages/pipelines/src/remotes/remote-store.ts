/**
 * A place that holds what a cache holds: objects at `files/md5/<2>/<30>[.dir]`, those of DVC 2 at `<2>/<30>[.dir]`, the run cache at
 * `runs/<2>/<key>/<value>`. Paths are relative to it, have slashes, and are made by us: no implementation has to distrust them.
 * One contract suite runs over every implementation that can be run.
 *
 * All reject with a RepriseError. What fails for a reason that passes, such as a connection that breaks, has been tried again before.
 */
export interface RemoteStore extends AsyncDisposable {
  /** For messages; without secrets. */
  readonly url: string
  /** Requests at a time that go well. */
  readonly jobs: number
  has(path: string): Promise<boolean>
  /**
   * Files whose paths begin with a text, page by page, in any order. A text ends in a slash, or somewhere in the name of a folder of objects.
   * Undefined where the protocol has no such thing.
   */
  readonly list: ((prefix: string) => AsyncIterable<readonly string[]>) | undefined
  /** Writes a file to a new file of this machine; undefined, and no file, when there is none. */
  get(path: string, target: string): Promise<ReceivedFile | undefined>
  /** Stores a file. It has its name only when it is whole, however this ends, and replaces what was there. */
  put(path: string, source: SentFile): Promise<void>
  /** Removes files; those that are not there are no error. Undefined where the protocol has no such thing. */
  readonly remove: ((paths: readonly string[]) => Promise<void>) | undefined
}

export interface ReceivedFile {
  /** Of the bytes as they were written. */
  readonly md5: string
  readonly size: number
}

export interface SentFile {
  readonly file: string
  readonly size: number
  /** Where it is known: what arrives as something else is refused, by those that can tell. */
  readonly md5?: string | undefined
}

/** What opening a remote needs besides its settings. */
export interface RemoteOptions {
  /** Requests at a time; default: `jobs` of the settings, or what suits the protocol. */
  readonly jobs?: number | undefined
  /** `http(s)://…` of the S3 service where the remote names none: AWS_ENDPOINT_URL_S3. */
  readonly s3Endpoint?: string | undefined
  /** The Authorization header for our own server where the remote names no user. */
  readonly authorization?: string | undefined
  /** Asks for a password where the settings say so (`ask_password`). */
  readonly askPassword?: ((question: string) => Promise<string>) | undefined
  /** Variables of the process: where the agent of SSH listens, and the accounts of clouds. */
  readonly environment?: Readonly<Record<string, string | undefined>> | undefined
  /** Where `.ssh` and what other tools remember lie; default: the user's home. */
  readonly home?: string | undefined
}
