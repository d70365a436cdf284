/**
 * The level of a block says what it is for. Below `TAIL_LEVEL` it is packed: short sections of many keys. Sealing the
 * journal writes level 0, and merging blocks of a level writes the next, so a point is rewritten a logarithmic number of times.
 */
export const MAX_PACKED_LEVEL = 31

/** The last block of a series that has blocks of its own: its points are later than those of its closed blocks, and it grows. */
export const TAIL_LEVEL = 100

/** A full block of such a series, or one of points that came too late for the tail. */
export const CLOSED_LEVEL = 101

/** Points of a closed block, save in corner cases. */
export const CLOSED_POINTS = 1024

/** A tail keeps at least this many when it gives points off, so that points a little out of order still find their place. */
export const TAIL_KEEPS = 512

/** A key with this many new points at once gets, or extends, blocks of its own. */
export const PROMOTED_POINTS = 512

/** A packed block is closed when it holds this many. */
export const PACKED_POINTS = 4096

/** How many packed blocks of one level may hold the same key before they are merged. */
export const FAN_IN = 4
