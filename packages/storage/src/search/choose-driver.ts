import type { Connection } from '../database.ts'
import { type Sql, sql } from '../sql.ts'
import { isOneOf } from './dialect.ts'
import { type Driver, runIdsOf, type ScanDriver } from './drivers.ts'

/** Looking at an entry of an index costs this much less than looking at a run and what it logged. */
const ENTRIES_PER_RUN = 50
/** A key with more values than this is scanned instead of being taken value by value. */
const FEW_VALUES = 64
/** Meeting the finds of two drivers costs this much less per entry. */
const MET_PER_RUN = 10
/** From here on it pays to meet what a driver finds with what others find, before the runs themselves are looked at. */
const WORTH_MEETING = 200

/** A driver with the number of runs it finds. */
export interface Choice {
  readonly driver: Driver
  readonly count: number
}

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

  /** Whether there is anything to choose from. */
  get isEmpty(): boolean {
    return this.#drivers.length === 0
  }

  /** What finds the fewest runs, where something finds no more than `limit`: one driver, or what several have in common. */
  async fewest(limit: number): Promise<Choice | undefined> {
    return (await this.fewestOfOne(limit)) ?? this.#meet(limit)
  }

  /** The driver that finds the fewest runs, where one finds no more than `limit`. */
  async fewestOfOne(limit: number): Promise<Choice | undefined> {
    let best: Choice | undefined
    for (const driver of this.#drivers) {
      const count = await this.#count(driver, best === undefined ? limit : best.count - 1)
      if (count !== undefined) best = { driver, count }
      if (count === 0) break
    }
    return best
  }

  /** Drivers that find much each, but little in common. */
  async #meet(limit: number): Promise<Choice | undefined> {
    const choices: Choice[] = []
    const drivers = this.#drivers.filter(({ kind }) => kind !== 'scan')
    for (const driver of drivers.length < 2 ? [] : drivers) {
      const count = await this.#count(driver, limit * MET_PER_RUN)
      if (count !== undefined) choices.push({ driver, count })
    }
    if (choices.length < 2) return undefined
    const byCount = choices.toSorted((a, b) => a.count - b.count)
    const driver: Driver = { kind: 'meeting', drivers: byCount.map((choice) => choice.driver) }
    const count = await this.#count(driver, limit)
    return count === undefined ? undefined : { driver, count }
  }

  /** The ids of the runs that a driver finds, less those that others that are not much larger do not. */
  async runIds({ driver, count }: Choice): Promise<Sql> {
    if (count < WORTH_MEETING || driver.kind === 'meeting') return runIdsOf(driver)
    const others: Driver[] = []
    for (const other of this.#drivers) {
      if (other !== driver && (await this.#count(other, count * MET_PER_RUN)) !== undefined) others.push(other)
    }
    return runIdsOf({ kind: 'meeting', drivers: [driver, ...others] })
  }

  /** Replaces scans of keys that have few values by those values. Worth it once a search turns out not to be quick. */
  async simplify(): Promise<void> {
    if (this.#simplified) return
    this.#simplified = true
    const simplified: Driver[] = []
    for (const driver of this.#drivers) simplified.push(await this.#simplifyOne(driver))
    this.#drivers = simplified
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
    if (driver.kind === 'meeting') return this.#countEntries(sql`from (${runIdsOf(driver)}) as met`, limit)
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
    if (driver.kind === 'range' || driver.kind === 'meeting') return driver
    if (driver.kind === 'union') {
      const drivers: Driver[] = []
      for (const part of driver.drivers) drivers.push(await this.#simplifyOne(part))
      return { kind: 'union', drivers }
    }
    const values = await this.#readValues(driver)
    if (values === undefined) return driver
    const chosen = values.length === 0 ? sql`false` : isOneOf(this.#connection.dialect, driver.text, { kind: 'text', values })
    return { kind: 'range', runId: driver.runId, entries: sql`${driver.entries} and ${chosen}` }
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
