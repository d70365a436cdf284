/** A run is sealed when this much of it waits: enough for full blocks, little to read through. */
export const SEAL_POINTS = 16_384
export const SEAL_ROWS = 1_000
