import { describe, expect, test } from 'vitest'
import { moveLeadingOptions } from './move-leading-options.ts'

const isProjectCommand = (name: string): boolean => ['add', 'remote', 'status'].includes(name)
const move = (line: string): string => moveLeadingOptions(line.split(' '), isProjectCommand).join(' ')

describe('options that dvc takes before the command', () => {
  test.each([
    ['--cd data add x', 'add --cd data x'],
    ['--cd=data -q status', 'status --cd=data -q'],
    ['-v --wait-for-lock add -- -x', 'add -v --wait-for-lock -- -x'],
    ['-q remote add r /x', 'remote add -q r /x'],
  ])('%s is read as %s', (given, expected) => expect(move(given)).toBe(expected))

  test.each(['add x', 'runs list -q', '-q runs list', '--version', '-q', '--cd data'])('%s stays as it is', (line) =>
    expect(move(line)).toBe(line),
  )
})
