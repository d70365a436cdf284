import type { PointBuffer } from '../point-buffer.ts'
import { SectionTableBuilder } from '../section-table.ts'
import type { SectionTable } from '../section-table.ts'
import { GROUP } from './bits.ts'
import { ByteReader } from './byte-reader.ts'
import { decodeSafeInts } from './int-column.ts'
import { FORMAT_VERSION, MAX_BLOCK_POINTS } from './limits.ts'
import { decodeGroupTable } from './value-column.ts'
import type { GroupTable } from './value-column.ts'
import { decodeValueGroup } from './value-group.ts'

/** A block with its directory decoded and its points not yet. */
export class BlockReader {
  readonly level: number
  readonly keys: Float64Array
  /** How many points the block holds. */
  readonly points: number
  readonly #reader: ByteReader
  readonly #counts: Float64Array
  readonly #axisOf: Float64Array
  readonly #axisOffsets: Float64Array
  readonly #valueOffsets: Float64Array

  /** @param id names the block in errors. All failures are DATA_LOSS. */
  constructor(bytes: Uint8Array, id: number) {
    const reader = new ByteReader(bytes, `metric block ${id}`)
    const version = reader.u8()
    if (version !== FORMAT_VERSION) throw reader.corrupt(`version ${version} is not known`)
    this.level = reader.u8()
    const sections = reader.varint()
    const axes = reader.varint()
    this.points = reader.varint()
    if (this.points > MAX_BLOCK_POINTS || sections > this.points || axes > sections || axes < 1) {
      throw reader.corrupt(`${sections} sections with ${axes} axes and ${this.points} points`)
    }
    this.keys = readDirectory(reader, sections)
    this.#counts = readDirectory(reader, sections)
    this.#axisOf = readDirectory(reader, sections)
    const valueLengths = readDirectory(reader, sections)
    this.#axisOffsets = toOffsets(readDirectory(reader, axes), reader.at)
    this.#valueOffsets = toOffsets(valueLengths, this.#axisOffsets[axes] as number)
    this.#reader = reader
    this.#check(axes)
  }

  #check(axes: number): void {
    const reader = this.#reader
    if (this.#valueOffsets.at(-1) !== reader.end) throw reader.corrupt('its sections do not fill it')
    let total = 0
    for (let i = 0; i < this.keys.length; i += 1) {
      if (i > 0 && (this.keys[i] as number) <= (this.keys[i - 1] as number)) throw reader.corrupt('its keys do not ascend')
      if ((this.#counts[i] as number) < 1 || (this.#axisOf[i] as number) >= axes) throw reader.corrupt(`section ${i} is impossible`)
      total += this.#counts[i] as number
    }
    if (total !== this.points) throw reader.corrupt(`its sections hold ${total} points, not ${this.points}`)
  }

  /** The section of a key, or -1. */
  find(keyId: number): number {
    let low = 0
    for (let high = this.keys.length; low < high;) {
      const middle = (low + high) >>> 1
      if ((this.keys[middle] as number) < keyId) low = middle + 1
      else high = middle
    }
    return this.keys[low] === keyId ? low : -1
  }

  /** How many points a section holds. */
  count(section: number): number {
    return this.#counts[section] as number
  }

  /** Appends the points of one section. Nothing else of the block is decoded. */
  readSection(section: number, into: PointBuffer): void {
    this.#readAxis(section, into)
    this.#readValues(section, into)
  }

  /** All sections. */
  readAll(): SectionTable {
    const table = new SectionTableBuilder(this.points)
    for (let i = 0; i < this.keys.length; i += 1) {
      if (i > 0 && this.#axisOf[i] === this.#axisOf[i - 1] && this.#counts[i] === this.#counts[i - 1])
        table.points.repeatAxis(this.count(i))
      else this.#readAxis(i, table.points)
      this.#readValues(i, table.points)
      table.close(this.keys[i] as number)
    }
    return table
  }

  /** Decodes the steps alone of a section to the start of a buffer, without its values. */
  readSteps(section: number, into: PointBuffer): void {
    this.#reader.at = this.#axisOffsets[this.#axisOf[section] as number] as number
    into.decodeSteps(this.#reader, this.count(section))
  }

  /** Decodes the steps and timestamps of a section to the start of a buffer, without its values. */
  readTimes(section: number, into: PointBuffer): void {
    this.#readAxis(section, into)
  }

  /** What is known of the groups of a section's values; undefined when there is only one. */
  readGroups(section: number): GroupTable | undefined {
    if (this.count(section) <= GROUP) return undefined
    this.#reader.at = this.#valueOffsets[section] as number
    const groups = decodeGroupTable(this.#reader, this.count(section))
    const last = groups.offsets.length - 1
    if ((groups.offsets[last] as number) + (groups.lengths[last] as number) !== this.#valueOffsets[section + 1]) {
      throw this.#reader.corrupt('its groups of values do not fill their section')
    }
    return groups
  }

  /** Decodes one group of a section's values to their place in the values of a buffer that starts with the section. */
  readGroup(section: number, groups: GroupTable, group: number, into: PointBuffer): void {
    const start = groups.offsets[group] as number
    this.#reader.at = start
    decodeValueGroup(this.#reader, Math.min(GROUP, this.count(section) - group * GROUP), into.values, group * GROUP)
    this.#closeAt(start + (groups.lengths[group] as number))
  }

  #readAxis(section: number, into: PointBuffer): void {
    const axis = this.#axisOf[section] as number
    this.#reader.at = this.#axisOffsets[axis] as number
    into.decodeAxis(this.#reader, this.count(section))
    this.#closeAt(this.#axisOffsets[axis + 1] as number)
  }

  #readValues(section: number, into: PointBuffer): void {
    this.#reader.at = this.#valueOffsets[section] as number
    into.decodeValues(this.#reader, this.count(section))
    this.#closeAt(this.#valueOffsets[section + 1] as number)
  }

  #closeAt(end: number): void {
    if (this.#reader.at !== end) throw this.#reader.corrupt(`a field ends at offset ${this.#reader.at} instead of ${end}`)
  }
}

/** Integers that count or name something: none is negative. */
function readDirectory(reader: ByteReader, count: number): Float64Array {
  const column = new Float64Array(count)
  decodeSafeInts(reader, count, column, 0)
  for (let i = 0; i < count; i += 1) if ((column[i] as number) < 0) throw reader.corrupt('a negative length, count or key')
  return column
}

function toOffsets(lengths: Float64Array, start: number): Float64Array {
  const offsets = new Float64Array(lengths.length + 1)
  let at = start
  for (let i = 0; i < lengths.length; i += 1) {
    offsets[i] = at
    at += lengths[i] as number
  }
  offsets[lengths.length] = at
  return offsets
}
