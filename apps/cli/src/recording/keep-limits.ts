const MEBIBYTE = 1024 * 1024

/** Bytes of one input or output up to which it is kept with its run, and of all inputs and of all outputs, unless said otherwise. */
export const keepLimits = { file: 64 * MEBIBYTE, total: 256 * MEBIBYTE } as const
