/** One event of TensorBoard: the first says the version of the file, every other carries numbers of one step. */
export interface Event {
  /** Seconds since 1970. */
  readonly wall_time: number
  readonly step?: number
  readonly file_version?: string
  readonly scalars?: Readonly<Record<string, number>>
}

// Kinds of fields in the encoding of Protocol Buffers.
const [VARINT, FIXED_64, LENGTH, FIXED_32] = [0, 1, 2, 5]

/** The message `tensorflow.Event`: wall_time = 1, step = 2, file_version = 3, summary = 5 of repeated value = 1 with tag = 1, simple_value = 2. */
export function encodeEvent({ wall_time, step, file_version, scalars }: Event): Uint8Array {
  const fields = [key(1, FIXED_64), double(wall_time)]
  if (step !== undefined) fields.push(key(2, VARINT), varint(step))
  if (file_version !== undefined) fields.push(key(3, LENGTH), sized(Buffer.from(file_version)))
  if (scalars !== undefined) fields.push(key(5, LENGTH), sized(Buffer.concat(Object.entries(scalars).map(encodeScalar))))
  return Buffer.concat(fields)
}

function encodeScalar([tag, value]: [string, number]): Uint8Array {
  const fields = [key(1, LENGTH), sized(Buffer.from(tag)), key(2, FIXED_32), float(value)]
  return Buffer.concat([key(1, LENGTH), sized(Buffer.concat(fields))])
}

function key(field: number, kind: number): Uint8Array {
  return Uint8Array.of((field << 3) | kind)
}

function sized(bytes: Uint8Array): Uint8Array {
  return Buffer.concat([varint(bytes.length), bytes])
}

function varint(value: number): Uint8Array {
  const bytes: number[] = []
  let rest = value
  for (; rest > 127; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 128)
  return Uint8Array.of(...bytes, rest)
}

function double(value: number): Uint8Array {
  const bytes = Buffer.alloc(8)
  bytes.writeDoubleLE(value)
  return bytes
}

function float(value: number): Uint8Array {
  const bytes = Buffer.alloc(4)
  bytes.writeFloatLE(value)
  return bytes
}
