/** What this program asks of a tracked run. The SDK's `Run` fits, and so does an object in a test. */
export interface TrackedRun {
  /** Records one point per metric. */
  logMetrics(metrics: Readonly<Record<string, number>>, options: { readonly step: number }): Promise<void> | void
  setTags(tags: Readonly<Record<string, string>>): Promise<void> | void
  /** Stores `text` as the artifact `path`. */
  logText(text: string, path: string): Promise<void> | void
  /** Stores `value` as JSON in the artifact `path`. */
  logDict(value: Readonly<Record<string, unknown>>, path: string): Promise<void> | void
  /** Stores `bytes` as the artifact `path`. */
  logBytes(bytes: Uint8Array, path: string): Promise<void> | void
  end(status: 'FINISHED' | 'FAILED'): Promise<unknown> | void
}

/** A run that nobody keeps: the program without tracking. */
export const untrackedRun: TrackedRun = {
  logMetrics() {},
  setTags() {},
  logText() {},
  logDict() {},
  logBytes() {},
  end() {},
}
