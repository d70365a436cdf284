import type { Reproduction } from '@reprise/reproduce'
import { expect, it } from 'vitest'
import { plainStyle } from '../output/style.ts'
import { printReproduction } from './print-reproduction.ts'

const reproduction: Reproduction = {
  run: 'a'.repeat(32),
  reproduction: 'b'.repeat(32),
  repeats: ['c'.repeat(32)],
  verdict: 'DIVERGED',
  kind: 'noisy',
  why: 'loss came out different each time. Two repeats do not say how far they scatter: --repeats 5 would.',
  restoration: 'E3',
  items: [
    {
      kind: 'metric',
      name: 'loss',
      rung: 'different',
      comparer: 'series',
      evidence: { firstStep: '0', compared: 5, differing: 5 },
      notes: [],
    },
    { kind: 'exit', name: 'exit code', rung: 'identical', comparer: 'exit', evidence: {}, notes: [] },
  ],
  intervals: [],
  causes: [{ kind: 'time', subject: 'train.py:2', status: 'suspected', evidence: 'it reads the clock: time.time(' }],
  notCaptured: [],
  notes: ['a note that can not steer a terminal: \u001b[31m'],
  folder: undefined,
}

it('says what came out, what differs and why, in as many cells as there are', () => {
  expect(printReproduction(reproduction, { style: plainStyle, width: 60 })).toBe(`DIVERGED (noisy)
  loss came out different each time. Two repeats do not say
  how far they scatter: --repeats 5 would.

  original     aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
  repeat       bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb
  more         cccccccccccccccccccccccccccccccc
  environment  E3, the same interpreter and packages, to the
               byte
  results      2 results: 1 different, 1 identical

Differences
  different  metric loss: first at step 0; 5 of 5 differ; by
             series

Causes
  suspected  time train.py:2: it reads the clock: time.time(

Other than in the original
  a note that can not steer a terminal: \ufffd[31m
`)
})
