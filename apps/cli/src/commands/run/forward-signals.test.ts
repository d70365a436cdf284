import { expect, it } from 'vitest'
import type { EndingSignal } from '../../interruption.ts'
import { forwardSignals } from './forward-signals.ts'

function watch(isForeground: boolean) {
  let send: (signal: EndingSignal) => void = () => undefined
  let time = 0
  const seen: string[] = []
  const interruption = {
    claim: () => Promise.resolve('SIGINT' as const),
    beforeEnd: () => undefined,
    forward: (listener: typeof send) => (send = listener),
  }
  const signals = forwardSignals(interruption, { isForeground: () => isForeground, now: () => time })
  const command = { kill: (signal: string) => void seen.push(signal), killAll: () => void seen.push('all') }
  const at = (moment: number, signal: EndingSignal): void => {
    time = moment
    send(signal)
  }
  return { signals, command, seen, at }
}

it('hands on every signal but the Ctrl-C of a terminal, which reaches the command by itself', () => {
  const { signals, command, seen, at } = watch(true)
  signals.attach(command)
  at(1_000, 'SIGINT')
  at(2_000, 'SIGTERM')
  at(3_000, 'SIGHUP')
  expect(seen).toEqual(['SIGTERM', 'SIGHUP'])
  expect(signals.first).toBe('SIGINT')
})

it('takes what arrives twice through a wrapper for one press, and kills at the second press', () => {
  const { signals, command, seen, at } = watch(false)
  signals.attach(command)
  at(1_000, 'SIGINT')
  at(1_010, 'SIGINT')
  expect(seen).toEqual(['SIGINT'])
  at(2_000, 'SIGINT')
  expect(seen).toEqual(['SIGINT', 'all'])
})

it('leaves a command alone that is interrupted now and then', () => {
  const { signals, command, seen, at } = watch(false)
  signals.attach(command)
  at(1_000, 'SIGINT')
  at(60_000, 'SIGINT')
  expect(seen).toEqual(['SIGINT', 'SIGINT'])
})

it('tells of a signal that comes before there is a command', () => {
  const { signals, at } = watch(false)
  at(1_000, 'SIGTERM')
  expect(signals.first).toBe('SIGTERM')
})

it('gives up the rest at a signal after the command has ended, but not at the one that ended it', () => {
  const { signals, command, seen, at } = watch(false)
  signals.attach(command)
  at(1_000, 'SIGINT')
  signals.detach(() => seen.push('given up'))
  at(1_010, 'SIGINT')
  expect(seen).toEqual(['SIGINT'])
  at(2_000, 'SIGTERM')
  expect(seen).toEqual(['SIGINT', 'given up'])
})
