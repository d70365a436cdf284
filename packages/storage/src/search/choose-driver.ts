import type { Connection } from '../database.ts'
import { raw, type Sql, sql } from '../sql.ts'
import { toSql } from './conditions.ts'
import { isOneOf } from './dialect.ts'
import { commonRunIds, type Driver, runIdsOf, type ScanDriver } from './drivers.ts'

/** A key with more values than this is scanned instead of being taken value by value. */
const FEW_VALUES = 64
/** Meeting the finds of two drivers costs this much less per entry. */
const MET_PER_RUN = 20
/** From here on it pays to meet what a driver finds with what others find, before the runs themselves are looked at. */
const WORTH_MEETING = 200
/** Drivers that are met at once. */
const MOST_MET = 4

/** How far to count. */
export interface Limits {
  /** Runs a driver may find. */
  readonly runs: number
  /** Entries of an index that may be scanned for them. */
  readonly entries: number
}

/** Runs that include every one that matches. */
export interface Candidates {
  /** At most so many. */
  readonly count: number
  /** A statement that selects `run_id`. */
  readonly ids: Sql
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
  /** At most so many runs there are. */
  #runs: number | undefined

  constructor(connection: Connection, drivers: readonly Driver[]) {
    this.#connection = connection
    this.#drivers = drivers
  }

  /** Whether there is anything to choose from. */
  get isEmpty(): boolean {
    return this.#drivers.length === 0
  }

  /** The fewest candidates, where there are few enough: those of one driver, or what several have in common. */
  async fewest(limits: Limits): Promise<Candidates | undefined> {
    return (await this.fewestOfOne(limits)) ?? this.#meet(limits)
  }

  /** The candidates of the driver that finds the fewest, where one finds few enough. */
  async fewestOfOne(limits: Limits): Promise<Candidates | undefined> {
    let best: { readonly driver: Driver; readonly count: number } | undefined
    for (const driver of this.#drivers) {
      const count = await this.#count(driver, best === undefined ? limits : { ...limits, runs: best.count - 1 })
      if (count !== undefined) best = { driver, count }
      if (count === 0) break
    }
    return (
      best && { count: best.count, ids: best.count < WORTH_MEETING ? runIdsOf(best.driver) : await this.#narrow(best.driver, best.count) }
    )
  }

  /** What a driver finds, less what others that are not much larger do not. */
  async #narrow(driver: Driver, count: number): Promise<Sql> {
    const others: Driver[] = []
    for (const other of this.#drivers) {
      if (other !== driver && (await this.#count(other, { runs: count * MET_PER_RUN, entries: 0 })) !== undefined) others.push(other)
    }
    return commonRunIds([driver, ...others.slice(0, MOST_MET - 1)])
  }

  /** Drivers may find much each, but little in common. */
  async #meet({ runs, entries }: Limits): Promise<Candidates | undefined> {
    const large: { readonly driver: Driver; readonly count: number }[] = []
    const drivers = this.#drivers.filter(({ kind }) => kind !== 'scan')
    for (const driver of drivers.length < 2 ? [] : drivers) {
      const count = await this.#count(driver, { runs: runs * MET_PER_RUN, entries })
      if (count !== undefined) large.push({ driver, count })
    }
    if (large.length < 2) return undefined
    const smallest = large.toSorted((a, b) => a.count - b.count).slice(0, MOST_MET)
    const common = commonRunIds(smallest.map(({ driver }) => driver))
    const rows = await this.#connection.all<{ run_id: number }>(sql`select run_id from (${common}) as common limit ${runs + 1}`)
    if (rows.length > runs) return undefined
    const ids =
      rows.length > 0 && isOneOf(this.#connection.dialect, raw('r.id'), { kind: 'integer', values: rows.map((row) => row.run_id) })
    return { count: rows.length, ids: sql`select r.id as run_id from runs r where ${toSql(ids)}` }
  }

  /** Replaces scans of keys that have few values by those values. Worth it once a search turns out not to be quick. */
  async simplify(): Promise<void> {
    if (this.#simplified) return
    this.#simplified = true
    const simplified: Driver[] = []
    for (const driver of this.#drivers) simplified.push(await this.#simplifyOne(driver))
    this.#drivers = simplified
  }

  /** The number of runs a driver finds; undefined when there are more, or when finding out would cost too much. */
  async #count(driver: Driver, limits: Limits): Promise<number | undefined> {
    const { runs } = limits
    const known = this.#known.get(driver)
    if (runs < 0 || (known !== undefined && 'moreThan' in known && known.moreThan >= runs)) return undefined
    if (known !== undefined && 'exactly' in known) return known.exactly <= runs ? known.exactly : undefined
    if (driver.kind === 'scan' && !(await this.#canScan(driver, limits.entries))) return undefined
    const count = await this.#measure(driver, limits)
    this.#known.set(driver, count === undefined ? { moreThan: runs } : { exactly: count })
    return count
  }

  /** Whether a key has no more entries than may be scanned. Nobody has more of them than there are runs, which is known at once. */
  async #canScan({ entries }: ScanDriver, limit: number): Promise<boolean> {
    if (limit === 0) return false
    this.#runs ??= (await this.#connection.get<{ n: number | null }>(sql`select max(id) as n from runs`))?.n ?? 0
    return this.#runs <= limit || (await this.#countEntries(entries, limit)) !== undefined
  }

  async #measure(driver: Driver, limits: Limits): Promise<number | undefined> {
    if (driver.kind === 'range') return this.#countEntries(driver.entries, limits.runs)
    if (driver.kind === 'scan') return this.#countEntries(sql`${driver.entries} and ${driver.test(driver.text)}`, limits.runs)
    let sum = 0
    for (const part of driver.drivers) {
      const count = await this.#count(part, { ...limits, runs: limits.runs - sum })
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
