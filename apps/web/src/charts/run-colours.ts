const COUNT = 10
/** Runs whose looks are remembered. */
const MOST = 5_000

/** How runs were shown since the page was opened: the colour, and ten more for each run that had it already. */
const remembered = new Map<string, number>()

/**
 * The colours of runs that are shown together. A run keeps the colour in which it was last shown, on every page; a new one has that of its id,
 * or the next that is free: of up to ten runs no two are alike. Opened anew, the same runs have the same colours, in whatever order.
 */
export function assignColours(runIds: readonly string[], memory: Map<string, number> = remembered): ReadonlyMap<string, string> {
  return new Map([...assignLooks(runIds, memory)].map(([id, look]) => [id, `var(--series-${look % COUNT})`]))
}

/** Which strokes tell runs of the same colour apart: 0 for the first ten runs, 1 for the next. Kept as colours are. */
export function assignStrokes(runIds: readonly string[], memory: Map<string, number> = remembered): ReadonlyMap<string, number> {
  return new Map([...assignLooks(runIds, memory)].map(([id, look]) => [id, Math.floor(look / COUNT)]))
}

function assignLooks(runIds: readonly string[], memory: Map<string, number>): ReadonlyMap<string, number> {
  const ids = [...new Set(runIds)].toSorted()
  const chosen = chooseColours(ids, memory)
  const looks = new Map<string, number>()
  for (const [colour, members] of Map.groupBy(ids, (id) => chosen.get(id) ?? 0)) {
    const taken = new Set<number>()
    const take = (id: string, stroke: number) => {
      taken.add(stroke)
      looks.set(id, colour + COUNT * stroke)
    }
    for (const id of members) {
      const before = memory.get(id) ?? -1
      const stroke = Math.floor(before / COUNT)
      if (before % COUNT === colour && stroke < members.length && !taken.has(stroke)) take(id, stroke)
    }
    for (const id of members) {
      let stroke = 0
      while (taken.has(stroke)) stroke += 1
      if (!looks.has(id)) take(id, stroke)
    }
  }
  if (memory.size > MOST) memory.clear()
  for (const [id, look] of looks) memory.set(id, look)
  return new Map([...new Set(runIds)].map((id) => [id, looks.get(id) ?? 0]))
}

function chooseColours(ids: readonly string[], memory: ReadonlyMap<string, number>): ReadonlyMap<string, number> {
  const counts = Array.from({ length: COUNT }, () => 0)
  const chosen = new Map<string, number>()
  const take = (id: string, index: number) => {
    counts[index] = (counts[index] ?? 0) + 1
    chosen.set(id, index)
  }
  /** How often the least used colours are used: those are free. */
  const least = () => Math.min(...counts)
  for (const id of ids) {
    const before = memory.get(id)
    if (before !== undefined && counts[before % COUNT] === least()) take(id, before % COUNT)
  }
  for (const id of ids) {
    if (chosen.has(id)) continue
    let index = hashOf(id) % COUNT
    while (counts[index] !== least()) index = (index + 1) % COUNT
    take(id, index)
  }
  return chosen
}

/** FNV-1a: ids are random, but those of other clients need not be. */
function hashOf(text: string): number {
  let hash = 2_166_136_261
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 16_777_619)
  return hash >>> 0
}
