import type { Fetching } from '../driving.ts'
import { PointBuffer } from '../point-buffer.ts'
import type { PointColumns } from '../point.ts'
import { readPiece } from './arrange-series.ts'
import type { Piece } from './arrange-series.ts'

/** Blocks fetched at once: 128 kB of full ones, so that two series can be walked side by side in little memory. */
const BLOCKS = 16

/** Walks over the points of pieces, one piece decoded at a time. */
export class PieceCursor {
  /** The points of the piece at hand, valid until the next is loaded; `count` of them. */
  points: PointColumns
  count = 0
  readonly #pieces: readonly Piece[]
  readonly #scratch = new PointBuffer(2048)
  #next = 0
  #blocks: ReadonlyMap<number, Uint8Array> = new Map()

  constructor(pieces: readonly Piece[]) {
    this.#pieces = pieces
    this.points = this.#scratch
  }

  /** Takes the next piece; false at the end. */
  *load(): Fetching<boolean> {
    const piece = this.#pieces[this.#next]
    if (piece === undefined) return false
    if ('points' in piece) {
      this.points = piece.points
      this.count = piece.points.values.length
    } else {
      if (!this.#blocks.has(piece.id)) {
        const ahead = this.#pieces.slice(this.#next, this.#next + BLOCKS)
        this.#blocks = yield ahead.flatMap((other) => ('points' in other ? [] : [other.id]))
      }
      this.#scratch.clear()
      readPiece(piece, this.#blocks, this.#scratch)
      this.points = this.#scratch
      this.count = this.#scratch.length
    }
    this.#next += 1
    return true
  }
}
