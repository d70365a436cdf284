import type { Int64 } from '../int64.ts'

/**
 * What a search filter means. The parser makes these trees, stores compile them to SQL; the comments here are the
 * contract between the two. A filter is a question with two answers for each run (or experiment): it matches or it does
 * not. There is no third "unknown" as in SQL: where SQL would say NULL, the answer is "does not match".
 */
export type FilterNode = AndNode | OrNode | NotNode | ComparisonNode | InNode | NullNode

/** Where in the source a node was written, in UTF-16 units. For messages only: trees that differ only here mean the same. */
export interface SourcePosition {
  readonly offset: number
  readonly length: number
}

/**
 * Matches where all operands match. Two operands or more, except for the whole of an empty filter: an `and` of nothing,
 * which matches everything.
 */
export interface AndNode {
  readonly kind: 'and'
  readonly operands: readonly FilterNode[]
  readonly position: SourcePosition
}

/** Matches where at least one operand matches. Two operands or more. */
export interface OrNode {
  readonly kind: 'or'
  readonly operands: readonly FilterNode[]
  readonly position: SourcePosition
}

/**
 * Matches exactly where the operand does not. So `NOT params.p = '9'` matches runs without `p`, which
 * `params.p != '9'` does not. A compiler must keep SQL's NULL out of it: `NOT coalesce(x, false)`.
 */
export interface NotNode {
  readonly kind: 'not'
  readonly operand: FilterNode
  readonly position: SourcePosition
}

/**
 * Compares a field with a value. Never matches where the field is absent, whatever the comparator: `params.p != '9'`
 * matches only runs that have a `p`, and `end_time != 3` only runs that have ended.
 *
 * - **Text** compares by code points: `=` and `!=` are exact, also for `status` ('finished' matches nothing).
 * - **LIKE** covers the whole value: `%` is any run of characters, `_` any one, nothing escapes them (a backslash is a
 *   backslash, so PostgreSQL needs `ESCAPE ''`). Case matters; for **ILIKE** it does not, for ASCII letters at least.
 * - **Metrics** compare by the point that {@link FilterField.aggregate} picks. NaN differs from every number and is
 *   neither less nor more, as in MLflow 3.17: a run whose latest value is NaN matches `!= 3` and NOT IN, nothing else.
 *   Infinities compare as themselves, beyond every finite number.
 * - **Numeric attributes** are int64 and compare exactly, beyond 2^53 too; a fraction compares as the number it is. `duration`, seconds from
 *   start to end, is a double, and absent until the run has ended.
 * - **Datasets**: a run may have many. The clause matches when at least one of them does, each clause on its own:
 *   `dataset.name = 'a' AND dataset.digest = 'd'` may be satisfied by two different datasets.
 */
export interface ComparisonNode {
  readonly kind: 'comparison'
  readonly field: FilterField
  readonly comparator: Comparator
  readonly value: FilterValue
  readonly position: SourcePosition
}

/**
 * Matches where the field is present and equals one of the values, or, when negated, none of them. Absent fields match
 * neither form. Equality is that of {@link ComparisonNode}; negated on datasets: at least one dataset is none of the values.
 */
export interface InNode {
  readonly kind: 'in'
  readonly field: FilterField
  readonly negated: boolean
  /** One value or more, all of the field's kind, in the order written; repeats are kept. */
  readonly values: readonly FilterValue[]
  readonly position: SourcePosition
}

/**
 * `IS NULL` matches where the field is absent, `IS NOT NULL` (negated) where it is present. A metric is present once it
 * has a point, be it NaN; an empty text is present; a dataset field is present when some dataset of the run has it.
 */
export interface NullNode {
  readonly kind: 'null'
  readonly field: FilterField
  readonly negated: boolean
  readonly position: SourcePosition
}

export type Comparator = '=' | '!=' | '>' | '>=' | '<' | '<=' | 'LIKE' | 'ILIKE'

/**
 * Text for text fields. For metrics a `number`, never NaN, infinite when the literal exceeds the doubles (1e999). For
 * numeric attributes an {@link Int64} (`number` while safe, `bigint` beyond), or a `number` with a fraction; for `duration` as for metrics.
 */
export type FilterValue = string | Int64

/** What a field belongs to. Which of these exist, and with which keys, is said by a table such as `runFields`. */
export type FilterEntity = 'attribute' | 'metric' | 'param' | 'tag' | 'dataset'

/**
 * Which point of a metric counts, in the order (step, timestamp, value) where NaN ranks as 0: the `last` (what MLflow
 * searches by) or the `first`; or the smallest (`min`) or largest (`max`) value that is not NaN, NaN where there is none.
 */
export type Aggregate = 'last' | 'min' | 'max' | 'first'

/** A column one can search and order by. */
export interface FilterField {
  readonly entity: FilterEntity
  /** The key as logged; for attributes and datasets the canonical name, aliases resolved (`Created` is `start_time`). */
  readonly key: string
  /** Always present on metrics, where the parser fills in `last`; never on other entities. */
  readonly aggregate?: Aggregate
}

/**
 * One column of an order. Runs (experiments) without the field come last in both directions; for metrics NaN comes
 * before those and after every number. Text orders by code points.
 */
export interface OrderBy {
  readonly field: FilterField
  readonly direction: 'asc' | 'desc'
}
