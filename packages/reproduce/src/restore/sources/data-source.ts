/** An input whose bytes are looked for. */
export interface WantedFile {
  /** As recorded: relative to the root of the code, or absolute. */
  readonly path: string
  /** Where the original had it. */
  readonly original: string
  readonly sha256: string
  /** Bytes. */
  readonly size?: number | undefined
  /** Artifact of the run in which a copy was kept. */
  readonly kept?: string | undefined
}

/** Bytes that may be the wanted ones. Nobody believes it: whoever saves them holds them against the digest. */
export interface Offer {
  /** For a person: `/mnt/data/a.csv`, without passwords. */
  readonly where: string
  /** Whether these are the bytes that stand for the file itself, so that others there mean that it was changed. */
  readonly isOriginal?: boolean
  /**
   * Writes them to a file that is not there yet. Answers why not, where they are not to be had; throws what is a failure of this machine:
   * no room, no permission to write.
   */
  save(target: string): Promise<string | undefined>
}

/**
 * A place where bytes may be found. Sources are asked in turn until one has the right bytes, so an offer should be cheap to refuse. What
 * they wait for ends with the signal they were made with.
 */
export interface DataSource {
  /** For a person: `the folder /mnt/data`. */
  readonly name: string
  /** What has to be asked: nobody but this machine, the tracking server, or somebody else, which nobody is when offline. */
  readonly reach: 'machine' | 'tracking server' | 'network'
  find(wanted: WantedFile): AsyncIterable<Offer>
}
