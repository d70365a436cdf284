/** Memory that all threads of one hashing see: whether to stop, and how many bytes were read. */
export class HashControl {
  readonly memory: SharedArrayBuffer
  readonly #stop: Int32Array
  readonly #bytes: BigUint64Array

  constructor(memory = new SharedArrayBuffer(16)) {
    this.memory = memory
    this.#stop = new Int32Array(memory, 0, 1)
    this.#bytes = new BigUint64Array(memory, 8, 1)
  }

  /** Bytes read so far, by all threads. */
  get bytes(): number {
    return Number(Atomics.load(this.#bytes, 0))
  }

  /** Counts bytes. Throws {@link Stopped} when hashing was given up. */
  count(bytes: number): void {
    if (this.isStopped) throw new Stopped()
    Atomics.add(this.#bytes, 0, BigInt(bytes))
  }

  get isStopped(): boolean {
    return Atomics.load(this.#stop, 0) !== 0
  }

  stop(): void {
    Atomics.store(this.#stop, 0, 1)
  }
}

/** Hashing was given up; the caller knows why. */
export class Stopped extends Error {}
