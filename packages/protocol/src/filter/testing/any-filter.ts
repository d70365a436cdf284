import fc from 'fast-check'
import type { FilterField, FilterNode, FilterValue } from '../ast.ts'
import type { EntityRule, FieldRule, FieldTable } from '../fields/field-table.ts'

const position = { offset: 0, length: 0 }

/** For tests: any tree that the parser of a table may give. */
export function anyTree(table: FieldTable): fc.Arbitrary<FilterNode> {
  const { tree } = fc.letrec<{ tree: FilterNode; operands: FilterNode[] }>((tie) => ({
    tree: fc.oneof(
      { maxDepth: 6, withCrossShrink: true },
      anyClause(table),
      fc.record({ kind: fc.constantFrom('and', 'or'), operands: tie('operands'), position: fc.constant(position) }),
      fc.record({ kind: fc.constant('not'), operand: tie('tree'), position: fc.constant(position) }),
    ),
    operands: fc.array(tie('tree'), { minLength: 2, maxLength: 4 }),
  }))
  return tree
}

function anyClause(table: FieldTable): fc.Arbitrary<FilterNode> {
  return anyField(table).chain(({ field, rule }) => {
    const same = { field: fc.constant(field), position: fc.constant(position) }
    const value = anyValue(rule)
    return fc.oneof(
      fc.record({ kind: fc.constant('comparison'), ...same, comparator: fc.constantFrom(...rule.comparators), value }),
      fc.record({ kind: fc.constant('in'), ...same, negated: fc.boolean(), values: fc.array(value, { minLength: 1, maxLength: 4 }) }),
      fc.record({ kind: fc.constant('null'), ...same, negated: fc.boolean() }),
    )
  })
}

interface RuledField {
  readonly field: FilterField
  readonly rule: FieldRule
}

/** For tests: any field of a table. */
export function anyField(table: FieldTable, suits: (rule: EntityRule) => boolean = () => true): fc.Arbitrary<RuledField> {
  const entities = fc.constantFrom(...table.entities.filter(suits))
  return entities.chain(({ entity, keys }): fc.Arbitrary<RuledField> => {
    if (keys.kind === 'closed')
      return fc.constantFrom(...Object.entries(keys.rules)).map(([key, rule]) => ({ field: { entity, key }, rule }))
    const key = fc.oneof(
      anyText.filter((text) => text !== ''),
      fc.constantFrom('loss', 'val/loss', 'a.b', 'from', 'a.in.b', '`', '.', '1'),
    )
    if (entity !== 'metric') return key.map((name) => ({ field: { entity, key: name }, rule: keys.rule }))
    const aggregate = fc.constantFrom('last', 'min', 'max', 'first')
    return fc.record({ entity: fc.constant(entity), key, aggregate }).map((field) => ({ field, rule: keys.rule }))
  })
}

/** Texts, those full of quotes and backslashes among them. NUL is what filters refuse. */
const anyText = fc
  .oneof(fc.string({ unit: 'binary' }), fc.string(), fc.string({ unit: fc.constantFrom("'", '"', '`', '\\', '.', 'a', ' ') }))
  .filter((text) => !text.includes('\0'))

function anyValue({ values }: FieldRule): fc.Arbitrary<FilterValue> {
  switch (values) {
    case 'text':
      return anyText
    case 'double':
      return fc.double({ noNaN: true }).map((value) => value + 0)
    case 'int64':
      return fc.oneof(
        fc.maxSafeInteger(),
        fc.bigInt({ min: 2n ** 53n, max: 2n ** 63n - 1n }),
        fc.bigInt({ min: -(2n ** 63n), max: -(2n ** 53n) }),
        fc.double({ noNaN: true, noInteger: true, noDefaultInfinity: true }),
      )
  }
}
