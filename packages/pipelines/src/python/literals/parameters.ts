import { createRequire } from 'node:module'
import type * as Python from '@lezer/python'
import { RepriseError } from '@reprise/protocol/errors'
import type { Mapping, Scalar, Value } from '../value.ts'
import { evaluateAll, evaluateLiteral, toTuple } from './literal.ts'
import { toSyntax, type Syntax, type SyntaxTree } from './syntax.ts'

/**
 * The parameters of a `.py` file: literals assigned at the top level, attributes of classes, and `self.x` in `__init__`. Nothing is executed;
 * what is no literal is left out.
 *
 * @throws RepriseError INVALID_PARAMETER_VALUE where the file is no Python, with its line
 */
export function readPythonParameters(text: string, file: string): Mapping {
  const { tree, source } = parse(text, file)
  return collect(toSyntax(tree.topNode, source).children, false)
}

/** How often a text is parsed anew after numbers such as `1.` were completed. */
const maxPasses = 100

/** The parser knows neither `1.` nor `with (a as b, c as d)`: the first is completed, the second holds no parameters. */
function parse(text: string, file: string): { tree: SyntaxTree; source: string } {
  // Every command reads parameters, and few projects have any in Python.
  const { parser } = createRequire(import.meta.url)('@lezer/python') as typeof Python
  let source = text
  for (let pass = 0; pass < maxPasses; pass++) {
    const tree = parser.parse(source)
    const errors = findErrors(tree)
    if (errors.length === 0) return { tree, source }
    const bare = errors.filter((at) => /\d\.$/.test(source.slice(Math.max(at - 20, 0), at)))
    const wrong = errors.find((at) => !bare.includes(at))
    if (wrong !== undefined) throw syntaxError(source.slice(0, wrong), file)
    source = bare.reduceRight((done, at) => `${done.slice(0, at)}0${done.slice(at)}`, source)
  }
  throw syntaxError('', file)
}

function findErrors(tree: SyntaxTree): number[] {
  const errors: number[] = []
  tree.iterate({
    enter: (node) => {
      if (node.type.isError) errors.push(node.from)
      return node.name !== 'WithStatement'
    },
  })
  return errors
}

function syntaxError(before: string, file: string): RepriseError {
  const lines = before.split('\n')
  const place = `line ${lines.length}, column ${(lines.at(-1)?.length ?? 0) + 1}`
  return new RepriseError(
    'INVALID_PARAMETER_VALUE',
    `unable to read: '${file}', Python file structure is corrupted: invalid syntax in ${place}`,
  )
}

function collect(statements: readonly Syntax[], onlySelf: boolean): Map<Scalar, Value> {
  const result = new Map<Scalar, Value>()
  for (const statement of statements.flatMap(unwrap)) {
    const [keyword, name] = statement.children
    if (statement.name === 'ClassDefinition' && name !== undefined) result.set(name.text, collect(bodyOf(statement), false))
    else if (statement.name === 'FunctionDefinition' && keyword?.name === 'def' && name?.text === '__init__') {
      for (const [key, value] of collect(bodyOf(statement), true)) result.set(key, value)
    } else if (statement.name === 'AssignStatement') {
      const assigned = readAssignment(statement, onlySelf)
      if (assigned !== undefined) result.set(...assigned)
    }
  }
  return result
}

function unwrap(statement: Syntax): readonly Syntax[] {
  return statement.name === 'StatementGroup' || statement.name === 'DecoratedStatement' ? statement.children : [statement]
}

function bodyOf(statement: Syntax): readonly Syntax[] {
  return statement.children.find((child) => child.name === 'Body')?.children ?? []
}

/** `name = literal`, `name: type = literal` or `self.name = literal`; one target only. */
function readAssignment(statement: Syntax, onlySelf: boolean): [string, Value] | undefined {
  const [target, ...rest] = statement.children.filter((child) => child.name !== 'TypeDef')
  if (target === undefined || rest[0]?.name !== 'AssignOp' || rest.filter((child) => child.name === 'AssignOp').length !== 1)
    return undefined
  const name = nameOf(target, onlySelf)
  const value = readValue(rest.slice(1))
  return name === undefined || value === undefined ? undefined : [name, value]
}

function nameOf(target: Syntax, onlySelf: boolean): string | undefined {
  if (target.name === 'VariableName') return onlySelf ? undefined : target.text
  return target.name === 'MemberExpression' ? /^self\s*\.\s*(\w+)$/u.exec(target.text)?.[1] : undefined
}

/** `1, 2` without brackets is a tuple. */
function readValue(nodes: readonly Syntax[]): Value | undefined {
  const [first] = nodes
  if (first !== undefined && nodes.length === 1) return evaluateLiteral(first)
  return first === undefined ? undefined : toTuple(evaluateAll(nodes.filter((node) => node.name !== ',')))
}
