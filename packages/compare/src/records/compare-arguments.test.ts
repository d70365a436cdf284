import { describe, expect, it } from 'vitest'
import { compareArguments } from './compare-arguments.ts'

const differences = (a: string, b: string): unknown[] =>
  compareArguments(a.split(' '), b.split(' ')).map(({ kind, subject, a: left, b: right, at }) => [
    kind,
    subject,
    left.join(' '),
    right.join(' '),
    at,
  ])

describe('two command lines', () => {
  it.each([
    ['the same', 'python3 t.py --seed 1', 'python3 t.py --seed 1', []],
    ['a value', 'python3 t.py --seed 1 --lr 0.1', 'python3 t.py --seed 2 --lr 0.1', [['seed', '--seed', '1', '2', 3]]],
    [
      'two values',
      'python3 t.py --seed 1 --lr 0.1',
      'python3 t.py --seed 2 --lr 0.2',
      [
        ['seed', '--seed', '1', '2', 3],
        ['environment', '--lr', '0.1', '0.2', 5],
      ],
    ],
    [
      'values with their names',
      't --lr=1 --seed=2',
      't --lr=2 --seed=3',
      [
        ['environment', '--lr', '--lr=1', '--lr=2', 1],
        ['seed', '--seed', '--seed=2', '--seed=3', 2],
      ],
    ],
    ['an option more', 't a.csv', 't --fast a.csv', [['environment', '--fast', '', '--fast', 1]]],
    ['an option less', 't --dtype float16 a.csv', 't a.csv', [['precision', '--dtype', '--dtype float16', '', 1]]],
    ['a word', 't a.csv', 't b.csv', [['environment', 'argument 1', 'a.csv', 'b.csv', 1]]],
    ['the program', 'a x', 'b x', [['environment', 'command', 'a', 'b', 0]]],
  ])('%s', (_name, a, b, found) => expect(differences(a, b)).toEqual(found))
})
