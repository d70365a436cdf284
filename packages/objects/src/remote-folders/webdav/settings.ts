/** How a folder of a WebDAV server is reached. */
export interface WebdavSettings {
  /** `http(s)://host/path` of the folder. */
  readonly url: string
  /** As it is told of: `webdav(s)://…`. */
  readonly shown: string
  /** What every request carries, such as who asks. */
  readonly headers: Readonly<Record<string, string>>
  /** Milliseconds until the head of an answer must be there; default 30,000. */
  readonly timeout?: number | undefined
  readonly jobs?: number | undefined
}
