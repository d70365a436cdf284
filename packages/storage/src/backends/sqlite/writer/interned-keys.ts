import type { DatabaseSync } from 'node:sqlite'
import type { NamedPoints } from '../../../ingest/index.ts'

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

  /** The id of each point's name. */
  internAll({ names, places }: NamedPoints): Float64Array {
    const idOf = names.map((name) => this.intern(name))
    const ids = new Float64Array(places.length)
    for (let index = 0; index < places.length; index++) ids[index] = idOf[places[index] as number] as number
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
