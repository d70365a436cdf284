import type { DatabaseSync } from 'node:sqlite'

/** Names remembered; a store has thousands, seldom more. */
const REMEMBERED = 100_000

/** Ids of the names of metrics, params and tags, as the open transaction sees them. */
export class InternedKeys {
  readonly #ids = new Map<string, number>()
  readonly #select
  readonly #insert

  constructor(database: DatabaseSync) {
    this.#select = database.prepare('select id from keys where name = ?')
    this.#insert = database.prepare('insert into keys (name) values (?)')
  }

  /** The id of a name; undefined when nothing was ever logged under it. */
  find(name: string): number | undefined {
    const known = this.#ids.get(name)
    if (known !== undefined) return known
    const row = this.#select.get(name)
    return row === undefined ? undefined : this.#remember(name, row['id'] as number)
  }

  /** The id of a name, which is added when it is new. */
  intern(name: string): number {
    return this.find(name) ?? this.#remember(name, Number(this.#insert.run(name).lastInsertRowid))
  }

  /** The ids of many names; neighbours are often the same. */
  internAll(names: readonly string[]): Float64Array {
    const ids = new Float64Array(names.length)
    let last: string | undefined
    let id = 0
    for (let index = 0; index < names.length; index++) {
      const name = names[index] as string
      if (name !== last) id = this.intern(name)
      last = name
      ids[index] = id
    }
    return ids
  }

  #remember(name: string, id: number): number {
    if (this.#ids.size >= REMEMBERED) this.#ids.clear()
    this.#ids.set(name, id)
    return id
  }

  clear(): void {
    this.#ids.clear()
  }
}
