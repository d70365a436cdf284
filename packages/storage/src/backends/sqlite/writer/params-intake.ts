import type { DatabaseSync } from 'node:sqlite'
import { RepriseError } from '@reprise/protocol'
import { ByteReader } from '../../../series/codec/byte-reader.ts'
import { ByteWriter } from '../../../series/codec/byte-writer.ts'
import { decodeSafeInts, encodeSafeInts } from '../../../series/codec/int-column.ts'
import type { ParamColumns } from './param-columns.ts'

const FORMAT_VERSION = 1
/** Far more than one flush brings for one run. */
const MOST_PARAMS = 2 ** 20
const out = new ByteWriter(65_536)
const utf8 = new TextDecoder('utf-8', { ignoreBOM: true })

/** Params of one run. */
export interface ParamsPart {
  readonly runId: number
  readonly params: ParamColumns
}

/**
 * Table `params_intake`: the params that one flush brought. As rows of table `params` each of them would dirty a page of that
 * table and one of its index in the commit; this is one row for all of them, which the settler turns into rows of `params` for
 * many flushes at once.
 */
export class ParamsIntake {
  readonly #insert
  readonly #delete
  readonly #select
  readonly #newest

  constructor(database: DatabaseSync) {
    this.#insert = database.prepare('insert into params_intake (id, data) values (?, ?)')
    this.#delete = database.prepare('delete from params_intake where id <= ?')
    this.#select = database.prepare('select id, data from params_intake order by id')
    this.#newest = database.prepare('select max(id) as newest from params_intake')
  }

  /** The last row; 0 when there is none. */
  newest(): number {
    return (this.#newest.get()?.['newest'] as number | null | undefined) ?? 0
  }

  write(id: number, parts: readonly ParamsPart[]): void {
    this.#insert.run(id, encodeParts(parts))
  }

  /** Deletes the rows whose params stand in table `params`. */
  deleteThrough(id: number): void {
    this.#delete.run(id)
  }

  /** Everything that waits, oldest first. What is damaged is passed to `onDamage`, and left out. */
  *read(onDamage: (error: RepriseError) => void): Generator<ParamsPart & { readonly id: number }> {
    for (const row of this.#select.iterate()) {
      const id = row['id'] as number
      try {
        for (const part of decodeParts(row['data'] as Uint8Array, id)) yield { id, ...part }
      } catch (error) {
        if (!(error instanceof RepriseError)) throw error
        onDamage(error)
      }
    }
  }
}

/** All texts stand together at the end: one long text is encoded many times quicker than many short ones. */
function encodeParts(parts: readonly ParamsPart[]): Uint8Array {
  out.at = 0
  out.u8(FORMAT_VERSION)
  out.varint(parts.length)
  let texts = ''
  for (const { runId, params } of parts) {
    const { keyIds, values } = params
    out.varint(runId)
    out.varint(values.length)
    encodeSafeInts(out, keyIds, 0, values.length)
    encodeSafeInts(
      out,
      Float64Array.from(values, ({ length }) => length),
      0,
      values.length,
    )
    for (const value of values) texts += value
  }
  out.append(Buffer.from(texts))
  return out.finish()
}

function decodeParts(bytes: Uint8Array, id: number): ParamsPart[] {
  const reader = new ByteReader(bytes, `params intake row ${id}`)
  const version = reader.u8()
  if (version !== FORMAT_VERSION) throw reader.corrupt(`version ${version} is not known`)
  const runs: { readonly runId: number; readonly keyIds: Float64Array; readonly lengths: Float64Array }[] = []
  for (let left = reader.varint(); left > 0; left--) {
    const runId = reader.varint()
    const count = reader.varint()
    if (count < 1 || count > MOST_PARAMS) throw reader.corrupt(`${count} params of a run`)
    runs.push({ runId, keyIds: readColumn(reader, count), lengths: readColumn(reader, count) })
  }
  const texts = utf8.decode(bytes.subarray(reader.at, reader.end))
  let at = 0
  const parts = runs.map(({ runId, keyIds, lengths }) => ({
    runId,
    params: { keyIds, values: Array.from(lengths, (length) => texts.slice(at, (at += length))) },
  }))
  if (at !== texts.length) throw reader.corrupt(`its values have ${at} characters, and ${texts.length} follow`)
  return parts
}

function readColumn(reader: ByteReader, count: number): Float64Array {
  const column = new Float64Array(count)
  decodeSafeInts(reader, count, column, 0)
  return column
}
