import { useSyncExternalStore } from 'react'

/** A value that many charts look at while the mouse moves, outside of what React draws: told at most once a frame. */
export interface SharedValue<Value> {
  readonly get: () => Value
  readonly set: (value: Value) => void
  readonly subscribe: (listen: () => void) => () => void
}

export function createSharedValue<Value>(initial: Value): SharedValue<Value> {
  let current = initial
  let isTold = true
  const listeners = new Set<() => void>()
  const tell = () => {
    isTold = true
    for (const listen of listeners) listen()
  }
  return {
    get: () => current,
    set: (value) => {
      if (Object.is(value, current)) return
      current = value
      if (isTold) requestAnimationFrame(tell)
      isTold = false
    },
    subscribe: (listen) => {
      listeners.add(listen)
      return () => void listeners.delete(listen)
    },
  }
}

/** The value now, or undefined while `isActive` is false: charts that nobody sees need not follow. */
export function useSharedValue<Value>({ get, subscribe }: SharedValue<Value>, isActive = true): Value | undefined {
  return useSyncExternalStore(isActive ? subscribe : subscribeToNothing, () => (isActive ? get() : undefined))
}

function subscribeToNothing(): () => void {
  return () => {}
}
