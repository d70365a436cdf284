/** Signatures and sizes of the records of a zip archive that a capsule has, and its limits. */
export const zip = {
  local: 0x04_03_4b_50,
  entry: 0x02_01_4b_50,
  end: 0x06_05_4b_50,
  localSize: 30,
  entrySize: 46,
  endSize: 22,
  /** Names are UTF-8. */
  flags: 0x08_00,
  version: 20,
  /** 1980-01-01: a time would make the same content other bytes. */
  date: 0x00_21,
  mostMembers: 65_534,
  /** Bytes of an archive without zip64. */
  mostBytes: 0xff_ff_ff_fe,
  mostNameBytes: 4_096,
} as const
