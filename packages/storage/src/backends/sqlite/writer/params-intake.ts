import { ByteReader } from '../../../series/codec/byte-reader.ts'
import { ByteWriter } from '../../../series/codec/byte-writer.ts'
import { decodeSafeInts, encodeSafeInts } from '../../../series/codec/int-column.ts'
import type { IntakeFormat } from './intake-table.ts'
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

/** Table `params_intake`: params, each of which would dirty a page of table `params` and one of its index in the commit. */
export const paramsIntake: IntakeFormat<ParamsPart> = { table: 'params_intake', encode: encodeParts, decode: decodeParts }

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
