/** A run is sealed when its journal has this many points, or this many rows: readers decode all of them. */
export const SEAL_POINTS = 4_096
export const SEAL_ROWS = 64
