import { RepriseError } from '@reprise/protocol'
import { expect, test } from 'vitest'
import { jsonDumps } from '../../python/index.ts'
import { parseOverride } from './parse-override.ts'
import { writeParams } from './write-params.ts'

const values = (text: string): string => {
  const { space } = parseOverride(text)
  return space.kind === 'choice' ? jsonDumps([...space.values]) : JSON.stringify(space)
}

test.each([
  ['a=1', '[1]'],
  ['a=1,2.0,1e-3,x y, null ,true', '[1, 2.0, 0.001, "x y", null, true]'],
  ["a='1,2','it''s'".replace("''", "\\'"), '["1,2", "it\'s"]'],
  ['a=[1,2],[3]', '[[1, 2], [3]]'],
  ['a={x:1,y:{z:[2]}}', '[{"x": 1, "y": {"z": [2]}}]'],
  ['a=choice(adam,sgd)', '["adam", "sgd"]'],
  ['a=range(1,5)', '[1, 2, 3, 4]'],
  ['a=range(3)', '[0, 1, 2]'],
  ['a=range(0.1,0.45,0.1)', '[0.1, 0.2, 0.3, 0.4]'],
  ['a=range(5,1,-2)', '[5, 3]'],
  ['a=', '[""]'],
  ['a=b=c', '["b=c"]'],
  ['url=http://x/y', '["http://x/y"]'],
  ['a=interval(1,5)', '{"kind":"interval","from":1,"to":5,"isWhole":true,"isLog":false}'],
  ['a=tag(log, interval(1e-5,0.1))', '{"kind":"interval","from":0.00001,"to":0.1,"isWhole":false,"isLog":true}'],
])('reads %s', (text, expected) => expect(values(text)).toBe(expected))

test('reads files, keys and signs', () => {
  expect(parseOverride('dir/p.json:model.layers[0].size=1')).toMatchObject({
    file: 'dir/p.json',
    key: 'model.layers.0.size',
    action: 'set',
  })
  expect(parseOverride('+a.b=1')).toMatchObject({ file: 'params.yaml', key: 'a.b', action: 'add' })
  expect(parseOverride('p.yaml:++a=1')).toMatchObject({ file: 'p.yaml', key: 'a', action: 'put' })
  expect(parseOverride('~a')).toMatchObject({ key: 'a', action: 'remove' })
})

test.each([
  ['a', 'is no change of a parameter'],
  ['=1', 'is no change of a parameter'],
  ['~a=1', 'is no change of a parameter'],
  ['a=[1', "']' is missing at character 3"],
  ["a='x", "' is not closed"],
  ['a=1,,2', 'a value is missing at character 3'],
  ['a=range(1,1)', 'the range is empty'],
  ['a=range(1,2,0)', 'must not be 0'],
  ['a=range(1e9)', 'stands for'],
  ['a=range(x)', "'x' is no number"],
  ['a=interval(5,1)', 'must be below'],
  ['a=tag(log, interval(0,1))', 'above 0'],
  ['a=sweep(1)', 'sweep(…) is not known'],
  ['a=1,range(3)', 'can not stand among other values'],
])('says what is wrong with %s', (text, message) => {
  expect(() => parseOverride(text)).toThrow(message)
  expect(() => parseOverride(text)).toThrow(RepriseError)
})

const write = (file: string, text: string, ...overrides: readonly string[]): string =>
  writeParams(
    text,
    file,
    overrides.map(parseOverride).map(({ key, action, space }) => {
      if (space.kind !== 'choice') throw new Error('one value is meant')
      return { file, key, action, value: space.values[0] ?? null }
    }),
  )

test('changes files and leaves the rest of them as it was', () => {
  expect(
    write('p.yaml', '# top\ntrain:\n  lr: 0.1  # rate\n  layers: [1, {n: 2}]\n1: one\n', 'train.lr=1e-4', 'train.layers.1.n=3', '1=two'),
  ).toBe('# top\ntrain:\n  lr: 0.0001 # rate\n  layers: [1, n: 3]\n1: two\n')
  expect(write('p.yaml', '', '+a.b=1', '+c=[1,2]')).toBe('a:\n  b: 1\nc:\n- 1\n- 2\n')
  expect(write('p.yaml', 'a: 1\nb: 2\n', '~a', '++b=3', '++d=4')).toBe('b: 3\nd: 4\n')
  expect(write('p.json', '{\n    "a": {"b": 1},\n    "c": 1.0\n}\n', 'a.b=x')).toBe(
    '{\n    "a": {\n        "b": "x"\n    },\n    "c": 1.0\n}\n',
  )
  expect(write('p.toml', '# c\nx = 1 # one\n[a.b]\n"k" = "v" # w\nl = [1, 2]\n', 'x=2', 'a.b.k=z', 'a.b.l=[3]')).toBe(
    '# c\nx = 2 # one\n[a.b]\n"k" = "z" # w\nl = [3]\n',
  )
  expect(
    write('p.py', 'LR = 0.1  # rate\nclass Train:\n    epochs: int = 3\n    name = "a"\n', 'LR=0.5', 'Train.epochs=4', 'Train.name=b'),
  ).toBe("LR = 0.5  # rate\nclass Train:\n    epochs: int = 4\n    name = 'b'\n")
})

test.each([
  ['p.yaml', 'a: 1\n', 'b=1', "there is no 'b' in p.yaml"],
  ['p.yaml', 'a: 1\n', 'a.b=1', "there is no 'a.b' in p.yaml"],
  ['p.yaml', 'a: 1\n', '+a=1', "'a' is in p.yaml already"],
  ['p.yaml', 'a: [1]\n', 'a.1=1', "there is no 'a.1' in p.yaml"],
  ['p.yaml', '- 1\n', 'a=1', 'p.yaml'],
  ['p.toml', 'a = { b = 1 }\n', 'a.b=2', 'p.toml'],
  ['p.toml', 'a = 1\n', '+b=2', 'keys can not be added to p.toml'],
])('refuses in %s %j: %s', (file, text, override, message) => expect(() => write(file, text, override)).toThrow(message))
