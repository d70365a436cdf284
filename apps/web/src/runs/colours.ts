const COUNT = 10

/**
 * The colour of a run: the same wherever it is shown, on every page and day. Among runs that are shown together, one whose colour is taken
 * gets the next that is free.
 */
export function assignColours(runIds: readonly string[]): ReadonlyMap<string, string> {
  const colours = new Map<string, string>()
  const used = new Set<number>()
  for (const id of new Set(runIds)) {
    if (used.size === COUNT) used.clear()
    let index = hashOf(id) % COUNT
    while (used.has(index)) index = (index + 1) % COUNT
    used.add(index)
    colours.set(id, `var(--series-${index})`)
  }
  return colours
}

/** FNV-1a: ids are random, but those of other clients need not be. */
function hashOf(text: string): number {
  let hash = 2_166_136_261
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 16_777_619)
  return hash >>> 0
}
