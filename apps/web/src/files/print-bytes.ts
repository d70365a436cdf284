const ROW = 16

/** Bytes as programs for them print them: offset, hexadecimal, and what is ASCII. */
export function printBytes(bytes: Uint8Array): string {
  const rows = Array.from({ length: Math.ceil(bytes.length / ROW) }, (_, row) => bytes.subarray(row * ROW, (row + 1) * ROW))
  return rows
    .map((row, at) => {
      const digits = Array.from(row, (byte) => byte.toString(16).padStart(2, '0')).join(' ')
      const text = Array.from(row, (byte) => (byte >= 32 && byte < 127 ? String.fromCharCode(byte) : '·')).join('')
      return `${(at * ROW).toString(16).padStart(8, '0')}  ${digits.padEnd(ROW * 3 - 1)}  ${text}`
    })
    .join('\n')
}
