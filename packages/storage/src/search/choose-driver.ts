import type { Connection } from '../database.ts'
import { type Sql, sql } from '../sql.ts'
import { isOneOf } from './dialect.ts'
import type { Driver, ScanDriver } from './drivers.ts'

/** Looking at an entry of an index costs a tenth of looking at a run and what it logged. */
const ENTRIES_PER_RUN = 10
/** A key with more values than this is scanned instead of being taken value by value. */
const FEW_VALUES = 64

/** What is known of the number of runs a driver finds. */
type Known = { readonly exactly: number } | { readonly moreThan: number }

/**
 * The drivers of a search in one experiment. Each is counted only as far as asked, and remembered: how many runs a clause
 * matches is known when it is needed, and finding out never costs more than the walk it may save.
 */
export class DriverChoice {
  readonly #connection: Connection
  #drivers: readonly Driver[]
  #known = new Map<Driver, Known>()
  #simplified = false

  constructor(connection: Connection, drivers: readonly Driver[]) {
    this.#connection = connection
    this.#drivers = drivers
  }

  /** The driver that finds the fewest runs, where one finds no more than `limit`. */
  async fewest(limit: number): Promise<Driver | undefined> {
    let best: { readonly driver: Driver; readonly count: number } | undefined
    for (const driver of this.#drivers) {
      const count = await this.#count(driver, best === undefined ? limit : best.count - 1)
      if (count !== undefined) best = { driver, count }
      if (count === 0) break
    }
    return best?.driver
  }

  /** Replaces scans of keys that have few values by those values. Worth it once a search turns out not to be quick. */
  async simplify(): Promise<void> {
    if (this.#simplified) return
    this.#simplified = true
    this.#drivers = await Promise.all(this.#drivers.map((driver) => this.#simplifyOne(driver)))
    this.#known = new Map([...this.#known].filter(([driver]) => this.#drivers.includes(driver)))
  }

  async #count(driver: Driver, limit: number): Promise<number | undefined> {
    const known = this.#known.get(driver)
    if (limit < 0 || (known !== undefined && 'moreThan' in known && known.moreThan >= limit)) return undefined
    if (known !== undefined && 'exactly' in known) return known.exactly <= limit ? known.exactly : undefined
    const count = await this.#measure(driver, limit)
    this.#known.set(driver, count === undefined ? { moreThan: limit } : { exactly: count })
    return count
  }

  /** The number of runs; undefined when there are more, or when finding out would cost too much. */
  async #measure(driver: Driver, limit: number): Promise<number | undefined> {
    if (driver.kind === 'range') return this.#countEntries(driver.entries, limit)
    if (driver.kind === 'scan') {
      const size = await this.#countEntries(driver.entries, limit * ENTRIES_PER_RUN)
      return size === undefined ? undefined : this.#countEntries(sql`${driver.entries} and ${driver.test(driver.text)}`, limit)
    }
    let sum = 0
    for (const part of driver.drivers) {
      const count = await this.#count(part, limit - sum)
      if (count === undefined) return undefined
      sum += count
    }
    return sum
  }

  async #countEntries(entries: Sql, limit: number): Promise<number | undefined> {
    const row = await this.#connection.get<{ n: number }>(
      sql`select count(*) as n from (select 1 ${entries} limit ${limit + 1}) as counted`,
    )
    const count = row?.n ?? 0
    return count > limit ? undefined : count
  }

  async #simplifyOne(driver: Driver): Promise<Driver> {
    if (driver.kind === 'range') return driver
    if (driver.kind === 'union') return { ...driver, drivers: await Promise.all(driver.drivers.map((part) => this.#simplifyOne(part))) }
    const values = await this.#readValues(driver)
    if (values === undefined) return driver
    const chosen = isOneOf(this.#connection.dialect, driver.text, { kind: 'text', values })
    return { kind: 'range', runId: driver.runId, entries: sql`${driver.entries} and ${values.length === 0 ? sql`false` : chosen}` }
  }

  /** The values of a key that pass a scan's test, jumping from value to value; undefined when there are too many values. */
  async #readValues({ entries, text, test }: ScanDriver): Promise<readonly string[] | undefined> {
    const rows = await this.#connection.all<{ value: string; passes: number }>(
      sql`with recursive found (value) as (
          select min(${text}) ${entries}
          union all select (select min(${text}) ${entries} and ${text} > found.value) from found where found.value is not null)
        select value, case when ${test(sql`value`)} then 1 else 0 end as passes from found where value is not null limit ${FEW_VALUES + 1}`,
    )
    return rows.length > FEW_VALUES ? undefined : rows.filter((row) => row.passes === 1).map((row) => row.value)
  }
}
