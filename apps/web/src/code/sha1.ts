/** SHA-1 of bytes in hexadecimal: how git names objects. Browsers give theirs only to pages that came over TLS. */
export function sha1(...parts: readonly Uint8Array[]): string {
  const length = parts.reduce((sum, part) => sum + part.length, 0)
  const padded = new Uint8Array(Math.ceil((length + 9) / 64) * 64)
  let at = 0
  for (const part of parts) {
    padded.set(part, at)
    at += part.length
  }
  padded[length] = 0x80
  const view = new DataView(padded.buffer)
  view.setUint32(padded.length - 8, Math.floor(length / 0x20_00_00_00))
  view.setUint32(padded.length - 4, (length << 3) >>> 0)
  let [a0, b0, c0, d0, e0] = [0x67_45_23_01, 0xef_cd_ab_89 | 0, 0x98_ba_dc_fe | 0, 0x10_32_54_76, 0xc3_d2_e1_f0 | 0]
  const words = new Int32Array(80)
  for (let block = 0; block < padded.length; block += 64) {
    for (let word = 0; word < 16; word++) words[word] = view.getInt32(block + word * 4)
    for (let word = 16; word < 80; word++) {
      const mixed = (words[word - 3] ?? 0) ^ (words[word - 8] ?? 0) ^ (words[word - 14] ?? 0) ^ (words[word - 16] ?? 0)
      words[word] = (mixed << 1) | (mixed >>> 31)
    }
    let [a, b, c, d, e] = [a0, b0, c0, d0, e0]
    for (let round = 0; round < 80; round++) {
      const [f, k] =
        round < 20
          ? [(b & c) | (~b & d), 0x5a_82_79_99]
          : round < 40
            ? [b ^ c ^ d, 0x6e_d9_eb_a1]
            : round < 60
              ? [(b & c) | (b & d) | (c & d), 0x8f_1b_bc_dc]
              : [b ^ c ^ d, 0xca_62_c1_d6]
      const next = (((a << 5) | (a >>> 27)) + f + e + k + (words[round] ?? 0)) | 0
      e = d
      d = c
      c = (b << 30) | (b >>> 2)
      b = a
      a = next
    }
    a0 = (a0 + a) | 0
    b0 = (b0 + b) | 0
    c0 = (c0 + c) | 0
    d0 = (d0 + d) | 0
    e0 = (e0 + e) | 0
  }
  return [a0, b0, c0, d0, e0].map((word) => (word >>> 0).toString(16).padStart(8, '0')).join('')
}
